using MediaServer.Shards;
using MediaServer.Subscriptions;
using Protocols;
using Protocols.Sdp;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>One room on two shards: nobody can tell on which of them he is.</summary>
public sealed class RelayTests
{
    [Test]
    public void Who_is_on_another_shard_is_seen_and_heard_as_if_he_were_on_the_same()
    {
        using var meeting = new SimulatedMeeting(seed: 81, shards: 2);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast));
        var near = meeting.Join("near", ParticipantOptions.ViewerOf("alice"));
        var far = meeting.Join("far", ParticipantOptions.ViewerOf("alice") with { Shard = 1 });
        alice.Microphone!.Loudness = 30;
        meeting.TalkFor(10);
        var (here, there) = (near.Picture.Play(), far.Picture.Play());
        TestContext.Out.WriteLine($"near {here.Shown.Count} {here.LongestDelay.TotalMilliseconds} ms {near.Sound.Frames.Count}, far {there.Shown.Count} {there.LongestDelay.TotalMilliseconds} ms {far.Sound.Frames.Count}, heights {here.HeightAt(meeting.Now)} {there.HeightAt(meeting.Now)}");
        using (Assert.EnterMultipleScope())
        {
            // There the first demand comes with the next look at the room, and the key frame that was on its way is over.
            Assert.That(there.Shown.Count, Is.EqualTo(here.Shown.Count).Within(20));
            Assert.That(there.HeightAt(meeting.Now), Is.EqualTo(here.HeightAt(meeting.Now)));
            Assert.That(there.LongestDelay, Is.LessThan(here.LongestDelay + TimeSpan.FromMilliseconds(10)));
            Assert.That(far.Sound.MissingOf(alice.Microphone), Is.Zero);
            Assert.That(far.Sound.Frames.Count, Is.EqualTo(near.Sound.Frames.Count).Within(20));
            StreamLaws.AssertContinuous(near.Picture, CodecName.Vp8);
            StreamLaws.AssertContinuous(far.Picture, CodecName.Vp8);
        }
    }

    [Test]
    public void A_key_frame_asked_for_there_is_made_here()
    {
        using var meeting = new SimulatedMeeting(seed: 82, shards: 2);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var far = meeting.Join("far", ParticipantOptions.ViewerOf("alice") with { Shard = 1 });
        alice.StartMedia();
        meeting.RunFor(4);
        var asked = meeting.Now;
        far.Client.RequestKeyFrame(far.Picture.Stream!);
        meeting.RunFor(1);
        Assert.That(far.Picture.Frames.Where(frame => frame.Frame.IsKey && frame.Frame.CapturedAt > asked).ToList(), Is.Not.Empty);
    }

    [Test]
    public void What_nobody_there_watches_is_not_carried_over()
    {
        using var meeting = new SimulatedMeeting(seed: 83, shards: 2);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { FollowsDemand = true }));
        var far = meeting.Join("far", ParticipantOptions.ViewerOf("alice") with { Shard = 1 });
        alice.StartMedia();
        meeting.RunFor(3);
        meeting.Wish(far, 0, ParticipantOptions.PictureOf("alice") with { Height = 180 });
        meeting.RunFor(8);
        Assert.That(new[] { 0, 1, 2 }.Select(alice.Camera!.IsActive), Is.EqualTo(new[] { true, false, false }));

        var asked = meeting.Now;
        meeting.Wish(far, 0, ParticipantOptions.PictureOf("alice"));
        meeting.RunFor(4);
        Assert.That(far.Picture.Play().HeightAt(meeting.Now), Is.EqualTo(720), $"since {asked}");
    }

    [Test]
    public void Repairs_cross_two_bad_lines_and_a_relay()
    {
        using var meeting = new SimulatedMeeting(seed: 84, shards: 2);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker() with { Uplink = new() { Loss = 0.03 } });
        var far = meeting.Join("far", ParticipantOptions.ViewerOf("alice") with { Shard = 1, Downlink = new() { Loss = 0.03 } });
        meeting.TalkFor(10);
        var showing = far.Picture.Play();
        TestContext.Out.WriteLine($"{showing.Shown.Count} shown, {showing.Broken.Count} broken, {showing.LongestDelay.TotalMilliseconds} ms");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(showing.Broken.Count, Is.Zero);
            Assert.That(showing.Shown.Count, Is.GreaterThan(meeting.Ledger.Count(alice.Camera!) - 20));
        }
    }

    [Test]
    public void When_the_speaker_leaves_or_the_viewers_do_nothing_of_it_stays_on_either_side()
    {
        using var meeting = new SimulatedMeeting(seed: 85, shards: 2);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var far = meeting.Join("far", ParticipantOptions.ViewerOf("alice") with { Shard = 1 });
        var dave = meeting.Join("dave", ParticipantOptions.Speaker() with { Shard = 1 });
        foreach (var person in meeting.People)
            person.StartMedia();

        meeting.RunFor(3);
        alice.Leave();
        meeting.RunFor(3);
        dave.StopMedia();
        meeting.RunFor(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(meeting.Shards[0].Core.Pool.Outstanding, Is.Zero);
            Assert.That(meeting.Shards[1].Core.Pool.Outstanding, Is.Zero);
            Assert.That(meeting.Shards[0].Core.RoomCount, Is.Zero);
            Assert.That(meeting.Events.OfType<MediaEvent.TrackEnded>().Count(), Is.EqualTo(2));
            Assert.That(far.IsConnected, Is.True);
        }
    }
}
