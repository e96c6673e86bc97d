namespace Protocols.Srtp;

/// <summary>How much a peer may make an <see cref="SrtpReceiver"/> remember.</summary>
public sealed record SrtpReceiverOptions
{
    /// <summary>
    /// Streams with a replay window of their own, for RTP and again for RTCP. A camera with three layers and retransmission has six,
    /// so 64 is generous for a peer and still only some 20 KB.
    /// </summary>
    public int MaxSsrcs { get; init; } = 64;
}
