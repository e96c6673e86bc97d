using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>A run can be had again by its seed.</summary>
public sealed class SameSeedTests
{
    [Test]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        var (first, second, other) = (Run(seed: 121), Run(seed: 121), Run(seed: 122));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        }
    }

    [Test]
    [Category("OnDemand")]
    public void Any_seed_will_do([Range(1_000, 1_049)] int seed) => Assert.That(Run(seed), Is.Not.Empty);

    private static List<(int Frame, Instant At)> Run(int seed)
    {
        using var meeting = new SimulatedMeeting(seed);
        var weather = new LinkConditions { Loss = 0.05, MeanBurst = 2, Jitter = TimeSpan.FromMilliseconds(30), Reordering = 0.02, Duplication = 0.02 };
        meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast) with { Uplink = weather });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { Downlink = weather with { Rate = Bitrate.Megabits(2) } });
        meeting.TalkFor(5);
        return [.. bob.Picture.Play().Shown.Select(frame => (frame.Frame.Id, frame.At))];
    }
}
