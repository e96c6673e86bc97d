using Client;
using MediaServer.Shards;
using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>Somebody's line is down for a while, or for ever.</summary>
public sealed class OutageTests
{
    private static readonly LinkConditions Down = new() { IsDown = true };

    [Test]
    public void After_two_seconds_without_a_line_the_viewer_sees_again_and_nobody_else_noticed()
    {
        using var meeting = new SimulatedMeeting(seed: 31);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        var carol = meeting.Join("carol", ParticipantOptions.ViewerOf("alice"));
        var (from, to) = Interrupt(meeting, bob);
        var seen = bob.Picture.Play();
        var undisturbed = carol.Picture.Play();
        var back = seen.Shown.Where(frame => frame.At > to).Min(frame => frame.At) - to;
        TestContext.Out.WriteLine($"back after {back.TotalMilliseconds} ms, keys {alice.Camera!.KeyFrames}, {seen.LongestFreeze(to + back, meeting.Now - TimeSpan.FromSeconds(2))}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back, Is.LessThan(TimeSpan.FromMilliseconds(400)));
            Assert.That(seen.LongestFreeze(to + back, meeting.Now - TimeSpan.FromSeconds(2)), Is.LessThan(TimeSpan.FromMilliseconds(300)));
            Assert.That(undisturbed.Shown, Has.Count.EqualTo(meeting.Ledger.Count(alice.Camera)));
            Assert.That(undisturbed.LongestDelay, Is.LessThan(TimeSpan.FromMilliseconds(60)));
            Assert.That(carol.Sound.HeardOf(alice.Microphone!), Is.EqualTo(alice.Microphone!.Frames));
        }
    }

    [Test]
    public void After_two_seconds_without_a_line_the_speaker_is_seen_and_heard_again()
    {
        using var meeting = new SimulatedMeeting(seed: 32);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        var dave = meeting.Join("dave", ParticipantOptions.Speaker());
        var erin = meeting.Join("erin", ParticipantOptions.ViewerOf("dave"));
        var (_, to) = Interrupt(meeting, alice);
        var seen = bob.Picture.Play();
        var back = seen.Shown.Where(frame => frame.Frame.CapturedAt > to).Min(frame => frame.At) - to;
        var heard = bob.Sound.Frames.Where(frame => frame.Frame.CapturedAt > to).Min(frame => frame.At) - to;
        TestContext.Out.WriteLine($"seen after {back.TotalMilliseconds} ms, heard after {heard.TotalMilliseconds} ms");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back, Is.LessThan(TimeSpan.FromMilliseconds(400)));
            Assert.That(heard, Is.LessThan(TimeSpan.FromMilliseconds(100)));
            Assert.That(erin.Picture.Play().Shown, Has.Count.EqualTo(meeting.Ledger.Count(dave.Camera!)));
            Assert.That(erin.Picture.Play().LongestDelay, Is.LessThan(TimeSpan.FromMilliseconds(60)));
        }
    }

    [Test]
    public void Who_says_nothing_for_thirty_seconds_is_gone_and_his_stream_with_him()
    {
        using var meeting = new SimulatedMeeting(seed: 33);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(5);
        alice.StopMedia();
        (alice.Uplink.Conditions, alice.Downlink.Conditions) = (Down, Down);
        meeting.RunFor(24);
        Assert.That(meeting.Events.OfType<MediaEvent.PeerGone>(), Is.Empty);

        meeting.RunFor(11);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(meeting.Events.OfType<MediaEvent.PeerGone>(), Has.One.Matches<MediaEvent.PeerGone>(gone => gone!.Peer == alice.Peer && gone.Reason == CloseReason.ConsentLost));
            Assert.That(meeting.Events.OfType<MediaEvent.TrackEnded>().Count(), Is.EqualTo(2));
            Assert.That(meeting.Core.Pool.Outstanding, Is.Zero);
            Assert.That(bob.Client.State, Is.EqualTo(ClientState.Connected));
        }
    }

    // A device that stands still for a while is silent as well. Its estimate says nothing about its line then, and what was withheld for
    // its sake would be missing for long.
    [Test]
    public void Who_was_silent_for_eight_seconds_is_sent_everything_again_at_once()
    {
        using var meeting = new SimulatedMeeting(seed: 34);
        var camera = new CameraOptions { Encodings = [new("", 180, Bitrate.Kilobits(150))] };
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(camera));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(5);
        (bob.Uplink.Conditions, bob.Downlink.Conditions) = (Down, Down);
        meeting.RunFor(8);
        (bob.Uplink.Conditions, bob.Downlink.Conditions) = (LinkConditions.Fair, LinkConditions.Fair);
        var to = meeting.Now;
        meeting.RunFor(5);
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        var seen = bob.Picture.Play();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(meeting.Core.Counters.Dropped(DropReason.LayerNotWanted), Is.Zero);
            Assert.That(seen.Shown.Min(frame => frame.At > to ? frame.At - to : TimeSpan.MaxValue), Is.LessThan(TimeSpan.FromMilliseconds(400)));
        }
    }

    private static (Instant From, Instant To) Interrupt(SimulatedMeeting meeting, SimulatedParticipant who)
    {
        foreach (var person in meeting.People)
            person.StartMedia();

        meeting.RunFor(5);
        var from = meeting.Now;
        (who.Uplink.Conditions, who.Downlink.Conditions) = (Down, Down);
        meeting.RunFor(2);
        (who.Uplink.Conditions, who.Downlink.Conditions) = (LinkConditions.Fair, LinkConditions.Fair);
        var to = meeting.Now;
        meeting.RunFor(6);
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        return (from, to);
    }
}
