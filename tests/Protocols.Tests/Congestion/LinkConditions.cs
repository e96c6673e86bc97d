using Protocols.Congestion;

namespace Protocols.Tests.Congestion;

/// <summary>One bottleneck and the way back. Changed while a call runs to change the weather.</summary>
public sealed record LinkConditions
{
    public Bitrate Rate { get; init; } = Bitrate.Megabits(2);

    /// <summary>Tail drop: a packet that would wait longer is lost.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromMilliseconds(300);

    public double Loss { get; init; }

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(30);

    public TimeSpan Jitter { get; init; }

    /// <summary>Feedback is lost, doubled or overtaken with this probability each.</summary>
    public double FeedbackTrouble { get; init; }

    public TimeSpan FeedbackInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The receiver's clock gains so many seconds each second.</summary>
    public double ClockDrift { get; init; }

    public TimeSpan ClockOffset { get; init; } = TimeSpan.FromDays(4);
}
