namespace Protocols.Congestion;

/// <summary>When loss is taken for congestion.</summary>
public sealed record LossRuleOptions
{
    /// <summary>Up to this, loss is noise.</summary>
    public double Harmless { get; init; } = 0.02;

    /// <summary>Above this the target is cut.</summary>
    public double Harmful { get; init; } = 0.10;

    /// <summary>No more loss than this is ever taken for the path's own.</summary>
    public double MostInherent { get; init; } = 0.6;

    /// <summary>Packets that all wait this long show that the bottleneck is full.</summary>
    public TimeSpan QueueStands { get; init; } = TimeSpan.FromMilliseconds(50);

    public double GrowthPerSecond { get; init; } = 1.08;

    /// <summary>A limit that has grown this high says nothing any more.</summary>
    public Bitrate Forgotten { get; init; } = Bitrate.Megabits(100);

    /// <summary>Between harmless and harmful for so long, a small cut is tried to learn what the loss comes from.</summary>
    public TimeSpan PatienceWhileHolding { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The small cut is tried only while more than this share of the target is sent.</summary>
    public double UsedUp { get; init; } = 0.8;

    public double TrialCut { get; init; } = 0.85;

    public TimeSpan LongestTrial { get; init; } = TimeSpan.FromSeconds(3);
}
