using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>One bad line in a room of good ones.</summary>
public sealed class SlowReceiverTests
{
    private static readonly LinkConditions[] BadLines =
    [
        new() { Rate = Bitrate.Kilobits(150), Queue = TimeSpan.FromSeconds(1) },
        new() { Rate = Bitrate.Kilobits(500), Loss = 0.1, Jitter = TimeSpan.FromMilliseconds(40) },
        new() { Loss = 0.5 },
    ];

    [Test]
    public void Others_get_the_same_frames_at_the_same_moments_as_without_him([Range(0, 2)] int line)
    {
        var (alone, _) = Run(null);
        var (beside, slow) = Run(BadLines[line]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(beside, Is.EqualTo(alone));
            Assert.That(slow!.Sound.Frames, Is.Not.Empty);
        }
    }

    [Test]
    public void He_himself_hears_and_sees_what_his_line_carries()
    {
        var (_, slow) = Run(BadLines[0]);
        var delay = slow!.Sound.Frames.Max(frame => frame.Delay);
        TestContext.Out.WriteLine($"sound came after at most {delay.TotalMilliseconds} ms");
        Assert.That(slow.Sound.Frames.Count, Is.GreaterThan(350));
    }

    // The publisher sends key frames by the clock here, because a key frame for one is a key frame for all.
    private static (List<(int Frame, TimeSpan Delay)> Fast, SimulatedParticipant? Slow) Run(LinkConditions? bad)
    {
        using var meeting = new SimulatedMeeting(seed: 51);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { IgnoresRequests = true }));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        var slow = bad is null ? null : meeting.Join("carol", ParticipantOptions.ViewerOf("alice") with { Downlink = bad });

        // Everybody is in the room and probed by the same moment in both runs.
        meeting.Timeline.RunUntil(Instant.Zero + TimeSpan.FromSeconds(12));
        meeting.TalkFor(10);
        var first = meeting.Ledger.Of(alice.Camera!).First().Id;
        var frames = bob.Picture.Play().Shown.Select(frame => (frame.Frame.Id - first, frame.Delay)).ToList();
        return (frames, slow);
    }
}
