namespace Protocols.Srtp;

/// <summary>
/// Protects what goes to one peer: all of its streams, under one set of keys, in place. Single-threaded, like all of a shard.
/// </summary>
public sealed class SrtpSender : IDisposable
{
    /// <summary>The bytes that are enciphered at once, which a packet's middle is counted in.</summary>
    public const int MiddleBatch = 128;

    private readonly ISrtpTransform _transform;
    private uint _rtcpIndex;

    public SrtpSender(SrtpProfile profile, SrtpKeys keys, SrtpCryptoChoice choice = SrtpCryptoChoice.Fastest)
    {
        using var session = SrtpSessionKeys.Derive(profile, keys);
        _transform = SrtpCrypto.CreateTransform(profile, session, choice, CipherDirection.Seal);
    }

    /// <summary>With session keys and first SRTCP index given, for the examples of the RFCs.</summary>
    internal SrtpSender(SrtpProfile profile, SrtpSessionKeys session, SrtpCryptoChoice choice, uint rtcpIndex)
    {
        _transform = SrtpCrypto.CreateTransform(profile, session, choice, CipherDirection.Seal);
        _rtcpIndex = rtcpIndex;
    }

    /// <summary>Packets will be protected in a moment: brings the keys near.</summary>
    public void Approach(int stage)
    {
        if (stage == 0)
            CacheLine.Fetch(_transform, 96);
        else
            _transform.Approach();
    }

    /// <summary>Bytes that protection adds to an RTP packet.</summary>
    public int RtpOverhead => _transform.RtpTagLength;

    /// <summary>Bytes that protection adds to a compound RTCP packet.</summary>
    public int RtcpOverhead => _transform.RtcpTagLength + SrtcpTrailer.Length;

    /// <summary>
    /// Protects the RTP packet in the first <paramref name="length"/> bytes and answers its new length, or 0 if the buffer has no room
    /// for <see cref="RtpOverhead"/> behind it. The outgoing stream knows how often its sequence number has wrapped and says so.
    /// Danger: SSRC, rollover counter and sequence number make the nonce. Two different packets under the same three break the secrecy
    /// of both and, with AES-GCM, let anyone forge; a retransmission must be the same bytes, or go out under the RTX stream's numbers.
    /// </summary>
    public int ProtectRtp(Span<byte> buffer, int headerLength, int length, uint rolloverCounter) =>
        ProtectRtp(buffer, headerLength, length, [], rolloverCounter);

    /// <summary>
    /// The same for a packet of which a part is still elsewhere, where many receivers have it in common: <paramref name="middle"/>, whole
    /// batches, belongs <see cref="MiddleBatch"/> bytes behind the header, and is enciphered from there to here without being copied.
    /// </summary>
    public int ProtectRtp(Span<byte> buffer, int headerLength, int length, ReadOnlySpan<byte> middle, uint rolloverCounter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headerLength, Rtp.RtpPacket.FixedHeaderLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, headerLength);
        if (!middle.IsEmpty && (middle.Length % MiddleBatch != 0 || headerLength + MiddleBatch + middle.Length > length))
            throw new ArgumentException("The middle is whole batches within the packet.", nameof(middle));

        var protectedLength = length + RtpOverhead;
        if (protectedLength > buffer.Length)
            return 0;

        var sequence = (uint)((buffer[2] << 8) | buffer[3]);
        _transform.SealRtp(buffer[..protectedLength], headerLength, middle, ((ulong)rolloverCounter << 16) | sequence);
        return protectedLength;
    }

    /// <summary>
    /// Protects the compound RTCP packet in the first <paramref name="length"/> bytes and answers its new length, or 0 if the buffer has
    /// no room for <see cref="RtcpOverhead"/>, or after 2^31 packets, when new keys are due (RFC 3711 §9.2) because an index must not recur.
    /// </summary>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, SrtcpTrailer.ClearLength);

        var protectedLength = length + RtcpOverhead;
        if (protectedLength > buffer.Length || _rtcpIndex > SrtcpTrailer.IndexMask)
            return 0;

        _transform.SealRtcp(buffer[..protectedLength], _rtcpIndex++);
        return protectedLength;
    }

    public void Dispose() => _transform.Dispose();
}
