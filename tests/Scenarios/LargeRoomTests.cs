using MediaServer.Subscriptions;
using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>Two hundred people, of whom twenty can be seen and three are heard.</summary>
public sealed class LargeRoomTests
{
    private const int People = 200;
    private const int Senders = 20;
    private const int Shown = 4;
    private const int Heard = 3;

    [Test]
    public void Everyone_of_two_hundred_hears_who_speaks_and_sees_who_spoke_last()
    {
        using var meeting = new SimulatedMeeting(seed: 61);
        var camera = new CameraOptions { FramesPerSecond = 10, Encodings = [new("", 180, Bitrate.Kilobits(100))] };
        var sounds = Enumerable.Range(0, Heard).Select(place => (SourceChoice)new SourceChoice.Place(place)).ToList();
        var pictures = Enumerable.Range(0, Shown).Select(place => new StreamWish(new SourceChoice.Place(place))).ToList();
        var people = meeting.JoinAll(Enumerable.Range(0, People).Select(number => ($"p{number}", new ParticipantOptions
        {
            HasMicrophone = number < Senders,
            Camera = number < Senders ? camera : null,
            Sounds = sounds,
            Pictures = pictures,
        })));
        foreach (var person in people)
            person.StartMedia();

        meeting.RunFor(3);
        var loud = new[] { people[7], people[12], people[18] };
        foreach (var speaker in loud)
            speaker.Microphone!.Loudness = 25;

        meeting.RunFor(2);
        var from = meeting.Now;
        meeting.RunFor(3);
        var to = meeting.Now;
        meeting.StopAllMedia();
        meeting.RunFor(1);
        using (Assert.EnterMultipleScope())
        {
            foreach (var listener in people)
            {
                foreach (var speaker in loud.Where(speaker => speaker != listener))
                {
                    var heard = listener.Sounds.SelectMany(sound => sound.Frames)
                        .Where(frame => ReferenceEquals(frame.Frame.Source, speaker.Microphone) && frame.Frame.CapturedAt >= from && frame.Frame.CapturedAt < to)
                        .Select(frame => frame.Frame.Number).Distinct().Count();
                    Assert.That(heard, Is.EqualTo(150).Within(1), $"{listener.Name} hears {speaker.Name}");
                }

                // Nobody hears or sees himself.
                Assert.That(listener.Sounds.SelectMany(sound => sound.Frames).Count(frame => ReferenceEquals(frame.Frame.Source, listener.Microphone)), Is.Zero);
                Assert.That(listener.Pictures.SelectMany(picture => picture.Frames).Count(frame => ReferenceEquals(frame.Frame.Source, listener.Camera)), Is.Zero);
            }

            Assert.That(people.Max(person => person.Camera?.KeyFrameRequests ?? 0), Is.LessThan(20));
            Assert.That(meeting.Core.Counters.Dropped(DropReason.SubscriberBacklog), Is.Zero);
        }
    }

    [Test]
    public void A_hundred_who_join_together_cost_the_speaker_one_key_frame_in_each_interval()
    {
        using var meeting = new SimulatedMeeting(seed: 62);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        alice.StartMedia();
        meeting.RunFor(3);
        var before = meeting.Now;
        var viewers = meeting.JoinAll(Enumerable.Range(0, 100).Select(number => ($"v{number}", ParticipantOptions.ViewerOf("alice"))));
        meeting.RunFor(3);

        // And a storm of requests from all of them.
        for (var i = 0; i < 100; i++)
        {
            foreach (var viewer in viewers)
                viewer.Client.RequestKeyFrame(viewer.Picture.Stream!);

            meeting.RunFor(0.02);
        }

        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        var asked = alice.Camera!.RequestedAt.Where(at => at >= before).ToList();
        TestContext.Out.WriteLine($"asked {asked.Count} times in {(meeting.Now - before).TotalSeconds} s");
        using (Assert.EnterMultipleScope())
        {
            for (var i = 1; i < asked.Count; i++)
                Assert.That(asked[i] - asked[i - 1], Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(490)));

            foreach (var viewer in viewers)
                StreamLaws.AssertContinuous(viewer.Picture, Protocols.Sdp.CodecName.Vp8);
        }
    }
}
