using Protocols;

namespace Scenarios.World;

/// <summary>The weather on one direction of somebody's line.</summary>
public sealed record LinkConditions
{
    /// <summary>A good line at home.</summary>
    public static readonly LinkConditions Fair = new();

    /// <summary>Share of packets that never arrive.</summary>
    public double Loss { get; init; }

    /// <summary>How many packets are lost in a row on average; 1 loses them independently of each other.</summary>
    public double MeanBurst { get; init; } = 1;

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Up to so much is added to the delay of each packet. Packets stay in order.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Share of packets that are held back by <see cref="HeldBackBy"/> while later ones pass them.</summary>
    public double Reordering { get; init; }

    public TimeSpan HeldBackBy { get; init; } = TimeSpan.FromMilliseconds(8);

    /// <summary>Share of packets that arrive twice.</summary>
    public double Duplication { get; init; }

    /// <summary>The bottleneck; null has none.</summary>
    public Bitrate? Rate { get; init; }

    /// <summary>How much the bottleneck's queue holds, in time; what would wait longer is lost.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Nothing passes.</summary>
    public bool IsDown { get; init; }
}
