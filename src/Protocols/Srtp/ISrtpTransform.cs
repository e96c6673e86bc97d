namespace Protocols.Srtp;

/// <summary>
/// How packets of one profile are laid out and sealed under the session keys of one direction. It knows nothing of streams,
/// rollover or replay: the packet's index is an argument. All work is in place.
/// </summary>
internal interface ISrtpTransform : IDisposable
{
    int RtpTagLength { get; }

    int RtcpTagLength { get; }

    /// <summary>Brings the keys near.</summary>
    void Approach();

    /// <summary>Seals a packet with room for the tag behind it. The middle, if there is one, is put behind the payload's first batch.</summary>
    void SealRtp(Span<byte> packet, int headerLength, ReadOnlySpan<byte> middle, ulong index);

    bool TryOpenRtp(Span<byte> packet, int headerLength, ulong index);

    /// <summary>Seals a packet with room for tag and index behind it.</summary>
    void SealRtcp(Span<byte> packet, uint index);

    /// <summary>The word of E flag and index (RFC 3711 §3.4); the packet is long enough to have one.</summary>
    uint ReadRtcpTrailer(ReadOnlySpan<byte> packet);

    bool TryOpenRtcp(Span<byte> packet);
}
