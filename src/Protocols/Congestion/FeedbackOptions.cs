namespace Protocols.Congestion;

/// <summary>How a receiver reports arrivals to the sender of a transport.</summary>
public sealed record FeedbackOptions
{
    /// <summary>
    /// The least time between reports. The sender's estimator sees a queue grow one interval late; at 50 ms the reports of a
    /// 2 Mbit/s publisher cost about 1 % of what they report on.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The header, and a few packets' worth of report.</summary>
    public const int LeastPacketLength = 64;

    /// <summary>One feedback packet, RTCP header included; leaves room for SRTCP and a second small packet in the datagram.</summary>
    public int MaxPacketLength { get; init; } = 1_100;

    /// <summary>
    /// How many numbers back an arrival is remembered; rounded up to a power of two, at most 16 384. A jump of more than half
    /// of it is taken for a new beginning.
    /// </summary>
    public int History { get; init; } = 8_192;
}
