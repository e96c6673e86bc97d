using MediaServer.Subscriptions;
using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>Sound and picture are shown together if the sender reports tell the truth about both.</summary>
public sealed class LipSyncTests
{
    [Test]
    public void Sound_and_picture_stay_together_whatever_the_speakers_clock_and_line()
    {
        using var meeting = new SimulatedMeeting(seed: 71);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker() with
        {
            ClockError = TimeSpan.FromHours(-3),
            Uplink = new LinkConditions { Delay = TimeSpan.FromMilliseconds(120), Jitter = TimeSpan.FromMilliseconds(60) },
        });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        meeting.TalkFor(10);
        AssertTogether(bob, alice);
    }

    [Test]
    public void They_stay_together_when_the_viewer_turns_to_another_and_back()
    {
        using var meeting = new SimulatedMeeting(seed: 72);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast) with { ClockError = TimeSpan.FromSeconds(40) });
        var dave = meeting.Join("dave", ParticipantOptions.Speaker() with
        {
            ClockError = TimeSpan.FromSeconds(-7),
            Uplink = new LinkConditions { Delay = TimeSpan.FromMilliseconds(150) },
        });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        dave.StartMedia();
        for (var turn = 0; turn < 6; turn++)
        {
            meeting.RunFor(4);
            var who = turn % 2 == 0 ? "dave" : "alice";
            meeting.Wish(bob, 0, ParticipantOptions.PictureOf(who) with { Height = turn == 3 ? 180 : 720 });
            meeting.WishSound(bob, 0, ParticipantOptions.SoundOf(who));
        }

        meeting.RunFor(4);
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        using (Assert.EnterMultipleScope())
        {
            AssertTogether(bob, alice);
            AssertTogether(bob, dave);
            StreamLaws.AssertContinuous(bob.Picture, Protocols.Sdp.CodecName.Vp8);
        }
    }

    // A player lays sound and picture on one clock, the sender's, by the newest reports. How far it then errs between the two
    // is the difference of their errors against the true moments of capture.
    private static void AssertTogether(SimulatedParticipant viewer, SimulatedParticipant speaker)
    {
        var pictures = viewer.Picture.Frames.Where(frame => ReferenceEquals(frame.Frame.Source, speaker.Camera) && frame.CapturedBy is not null)
            .Select(frame => (At: frame.WholeAt, Error: Error(frame.CapturedBy!.Value, frame.Frame.CapturedAt))).OrderBy(sample => sample.At).ToList();
        var sounds = viewer.Sound.Frames.Where(frame => ReferenceEquals(frame.Frame.Source, speaker.Microphone) && frame.CapturedBy is not null)
            .Select(frame => (frame.At, Error: Error(frame.CapturedBy!.Value, frame.Frame.CapturedAt))).OrderBy(sample => sample.At).ToList();
        Assert.That(pictures.Count, Is.GreaterThan(100));

        var worst = TimeSpan.Zero;
        var compared = 0;
        var next = 0;
        foreach (var picture in pictures)
        {
            while (next + 1 < sounds.Count && sounds[next + 1].At <= picture.At)
                next++;

            if ((picture.At - sounds[next].At).Duration() > TimeSpan.FromMilliseconds(100))
                continue;

            compared++;
            var skew = (picture.Error - sounds[next].Error).Duration();
            worst = skew > worst ? skew : worst;
        }

        TestContext.Out.WriteLine($"{speaker.Name}: at most {worst.TotalMilliseconds:F1} ms apart in {compared} of {pictures.Count} pictures");
        Assert.That(compared, Is.GreaterThan(pictures.Count * 0.8));
        Assert.That(worst, Is.LessThan(TimeSpan.FromMilliseconds(20)));
    }

    private static TimeSpan Error(NtpTime said, Instant truly) =>
        said - (NtpTime.FromUnix(SimulatedMeeting.UnixTimeAtZero) + (truly - Instant.Zero));
}
