namespace Protocols.Congestion;

/// <summary>Where the estimate of one receiver's downlink starts and may go.</summary>
public sealed record EstimatorOptions
{
    /// <summary>libwebrtc starts at 300 kbit/s; most receivers of a conference have far more, and a first second at 180p is seen.</summary>
    public Bitrate Start { get; init; } = Bitrate.Megabits(1);

    /// <summary>Room for one audio stream, so that a meeting can always be heard.</summary>
    public Bitrate Min { get; init; } = Bitrate.Kilobits(30);

    public Bitrate Max { get; init; } = Bitrate.Megabits(20);

    /// <summary>Used in place of a measured round trip until there is one.</summary>
    public TimeSpan AssumedRoundTrip { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Less than this share of the target used is called application-limited.</summary>
    public double ApplicationLimitedBelow { get; init; } = 0.65;
}
