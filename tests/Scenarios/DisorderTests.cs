using Protocols;
using Scenarios.World;

namespace Scenarios;

/// <summary>Packets come late, in another order, or twice; none is lost.</summary>
public sealed class DisorderTests
{
    private static readonly LinkConditions Jitter = new() { Jitter = TimeSpan.FromMilliseconds(30) };
    private static readonly LinkConditions Disorder = new() { Reordering = 0.05 };
    private static readonly LinkConditions Twice = new() { Duplication = 0.10 };
    private static readonly LinkConditions Everything = new() { Jitter = TimeSpan.FromMilliseconds(20), Reordering = 0.05, Duplication = 0.05 };

    private static IEnumerable<TestCaseData> Weathers()
    {
        yield return new TestCaseData(Jitter).SetArgDisplayNames("jitter");
        yield return new TestCaseData(Disorder).SetArgDisplayNames("disorder");
        yield return new TestCaseData(Twice).SetArgDisplayNames("twice");
        yield return new TestCaseData(Everything).SetArgDisplayNames("everything");
    }

    [TestCaseSource(nameof(Weathers))]
    public void Nothing_is_lost_and_nothing_comes_twice_over_a_restless_uplink(LinkConditions weather)
    {
        using var meeting = new SimulatedMeeting(seed: 21);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker() with { Uplink = weather });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        meeting.TalkFor(15);
        AssertWhole(meeting, alice, bob);

        // The server sent no number twice, so the receiver's replay window had nothing to do.
        Assert.That(bob.Client.Feedback.Replayed, Is.Zero);
    }

    [TestCaseSource(nameof(Weathers))]
    public void Nothing_is_lost_and_nothing_comes_twice_over_a_restless_downlink(LinkConditions weather)
    {
        using var meeting = new SimulatedMeeting(seed: 22);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { Downlink = weather });
        meeting.TalkFor(15);
        AssertWhole(meeting, alice, bob);
    }

    private static void AssertWhole(SimulatedMeeting meeting, SimulatedParticipant alice, SimulatedParticipant bob)
    {
        var showing = bob.Picture.Play();
        TestContext.Out.WriteLine(
            $"delay {showing.LongestDelay.TotalMilliseconds} ms, asked {alice.Client.Feedback.NackedPackets} of alice, "
            + $"{bob.Picture.Stream!.Requests} of the server, repaired {bob.Picture.Stream!.Repaired}, target {meeting.PeerOf(bob).Sender.Congestion.Target}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(showing.Shown, Has.Count.EqualTo(meeting.Ledger.Count(alice.Camera!)));
            Assert.That(bob.Picture.PacketsTwice, Is.Zero);
            Assert.That(bob.Picture.Stream!.Lost, Is.Zero);
            Assert.That(bob.Sound.HeardOf(alice.Microphone!), Is.EqualTo(alice.Microphone!.Frames));
            Assert.That(showing.LongestDelay, Is.LessThan(TimeSpan.FromMilliseconds(120)));
            Assert.That(MediaTimesAreThoseOfTheCamera(showing), Is.True);
        }
    }

    // Two frames are as far apart in the receiver's RTP time as they were filmed apart.
    private static bool MediaTimesAreThoseOfTheCamera(Media.Showing showing)
    {
        var first = showing.Shown[0].Watched;
        return showing.Shown.All(shown => Math.Abs(
            shown.Watched.MediaTime - first.MediaTime - ((shown.Frame.CapturedAt - first.Frame.CapturedAt).TotalSeconds * 90_000)) <= 1.5);
    }
}
