namespace Mixer.Tests.Audio.World;

/// <summary>What lies between a caller and the mix, and how his clock runs.</summary>
internal sealed record Line
{
    public double Loss { get; init; }

    public TimeSpan Jitter { get; init; }

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>How much faster his clock runs than ours, in millionths.</summary>
    public double ClockPpm { get; init; }

    /// <summary>Extra latency during a stretch of the call.</summary>
    public (double From, double Until, TimeSpan Extra) Spike { get; init; }

    /// <summary>How much of the time between two packets he is behind the mix's ticks.</summary>
    public TimeSpan Phase { get; init; } = TimeSpan.FromMilliseconds(7);
}
