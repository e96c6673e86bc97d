using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Srtp;

/// <summary>
/// Authenticates and deciphers what comes from one peer, in place. Single-threaded, like all of a shard.
/// Invariant: a packet is tested against the replay window before any cryptography and marked there only after authentication,
/// and only authentic packets make it remember an SSRC. What fails to authenticate is left as useless bytes.
/// </summary>
public sealed class SrtpReceiver : IDisposable
{
    private readonly ISrtpTransform _transform;
    private readonly SrtpStreamTable _rtp;
    private readonly SrtpStreamTable _rtcp;

    public SrtpReceiver(
        SrtpProfile profile, SrtpKeys keys, SrtpReceiverOptions? options = null, SrtpCryptoChoice choice = SrtpCryptoChoice.Fastest)
    {
        using var session = SrtpSessionKeys.Derive(profile, keys);
        _transform = SrtpCrypto.CreateTransform(profile, session, choice, CipherDirection.Open);
        _rtp = new SrtpStreamTable((options ?? new()).MaxSsrcs);
        _rtcp = new SrtpStreamTable((options ?? new()).MaxSsrcs);
    }

    /// <summary>With session keys given, for the examples of the RFCs.</summary>
    internal SrtpReceiver(SrtpProfile profile, SrtpSessionKeys session, SrtpCryptoChoice choice)
    {
        _transform = SrtpCrypto.CreateTransform(profile, session, choice, CipherDirection.Open);
        _rtp = new SrtpStreamTable(1);
        _rtcp = new SrtpStreamTable(1);
    }

    /// <summary>
    /// Leaves the RTP packet in the first <paramref name="length"/> bytes. A stream is taken to begin with rollover counter 0
    /// (RFC 3711 §3.3.1); loss of up to 32 767 packets in a row is bridged at once, a longer one after some dozen refused packets.
    /// </summary>
    public DropReason UnprotectRtp(Span<byte> datagram, out int length)
    {
        length = 0;
        if (!RtpPacket.TryReadHeaderLength(datagram, out var headerLength))
            return DropReason.NotRtp;

        if (datagram.Length < headerLength + _transform.RtpTagLength)
            return DropReason.FailedAuthentication;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);
        var sequence = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
        var stream = _rtp.Find(ssrc);
        if (stream is null && _rtp.IsFull)
            return DropReason.TooManySsrcs;

        ulong index = sequence.Value;
        if (stream is not null && !(stream.TryEstimateIndex(sequence, out index) && stream.MayAccept(index)))
        {
            stream.Refuse();
            return DropReason.Replayed;
        }

        if (!_transform.TryOpenRtp(datagram, headerLength, index))
        {
            stream?.Refuse();
            return DropReason.FailedAuthentication;
        }

        (stream ?? _rtp.Add(ssrc)).Accept(index);
        length = datagram.Length - _transform.RtpTagLength;
        return DropReason.None;
    }

    /// <summary>Leaves the compound RTCP packet in the first <paramref name="length"/> bytes.</summary>
    public DropReason UnprotectRtcp(Span<byte> datagram, out int length)
    {
        length = 0;
        if (datagram.Length < SrtcpTrailer.ClearLength || (datagram[0] & 0xC0) != 0x80)
            return DropReason.NotRtcp;

        var body = datagram.Length - _transform.RtcpTagLength - SrtcpTrailer.Length;
        if (body < SrtcpTrailer.ClearLength)
            return DropReason.FailedAuthentication;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]);
        var stream = _rtcp.Find(ssrc);
        if (stream is null && _rtcp.IsFull)
            return DropReason.TooManySsrcs;

        var index = _transform.ReadRtcpTrailer(datagram) & SrtcpTrailer.IndexMask;
        if (stream is not null && !stream.MayAccept(index))
            return DropReason.Replayed;

        if (!_transform.TryOpenRtcp(datagram))
            return DropReason.FailedAuthentication;

        (stream ?? _rtcp.Add(ssrc)).Accept(index);
        length = body;
        return DropReason.None;
    }

    /// <summary>
    /// Gives up the places of a stream that signalling has ended for good, so that a long call with many changes does not run out of
    /// them. Its packets of old could be replayed from here on: the caller must no longer have a track for that SSRC.
    /// </summary>
    public void Forget(Ssrc ssrc)
    {
        _rtp.Remove(ssrc.Value);
        _rtcp.Remove(ssrc.Value);
    }

    public void Dispose() => _transform.Dispose();
}
