namespace Protocols.Loss;

/// <summary>How patiently and how long a receiver asks for lost packets.</summary>
public sealed record NackOptions
{
    public static readonly NackOptions Default = new();

    /// <summary>How long a gap may be mere reordering before it is called a loss.</summary>
    public TimeSpan ReorderingAllowance { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// What is added to the round trip before asking again: a sender refuses to resend within one round trip of its last
    /// sending, so asking a little early is asking in vain.
    /// </summary>
    public TimeSpan RetryMargin { get; init; } = TimeSpan.FromMilliseconds(12);

    /// <summary>The shortest time between two requests for one packet, however short the round trip.</summary>
    public TimeSpan MinRetry { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Used until the first measurement.</summary>
    public TimeSpan InitialRoundTrip { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>When a packet would come too late to be played. Time, not a count, ends the asking: a count fits one round trip only.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A gap of more than this behind a silence longer than the deadline is a line that was down. Most of it would come too late,
    /// and repairs would take the room of new pictures from a sender who begins carefully again.
    /// </summary>
    public int OutagePackets { get; init; } = 30;

    /// <summary>Bounds the upstream cost of one packet on a very short round trip; at 20 ms it is reached about when the deadline is.</summary>
    public int MaxRequests { get; init; } = 50;

    /// <summary>How many missing packets are remembered; the oldest make room.</summary>
    public int MaxMissing { get; init; } = 1_000;
}
