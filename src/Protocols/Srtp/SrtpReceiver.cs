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
    private const int LongestTrial = 2_048;

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

        var outcome = stream is null
            ? OpenFirst(datagram, headerLength, ssrc, sequence)
            : Open(stream, datagram, headerLength, sequence);
        if (outcome == DropReason.None)
            length = datagram.Length - _transform.RtpTagLength;

        return outcome;
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

    private DropReason OpenFirst(Span<byte> datagram, int headerLength, uint ssrc, SequenceNumber sequence)
    {
        if (!_transform.TryOpenRtp(datagram, headerLength, sequence.Value))
            return DropReason.FailedAuthentication;

        _rtp.Add(ssrc).Accept(sequence.Value);
        return DropReason.None;
    }

    private DropReason Open(SrtpStream stream, Span<byte> datagram, int headerLength, SequenceNumber sequence)
    {
        var outcome = stream.WrapsToTryAhead == 0 || datagram.Length > LongestTrial
            ? OpenAt(stream, datagram, headerLength, sequence, wrapsAhead: 0)
            : OpenAtEither(stream, datagram, headerLength, sequence, stream.WrapsToTryAhead);
        if (outcome != DropReason.None)
            stream.Refuse();

        return outcome;
    }

    // A failed attempt spoils the bytes, so the second one needs a copy. It is made for one in sixteen of the packets of a stream that
    // is being refused anyway; thus forgeries can neither cost a good packet nor much time.
    private DropReason OpenAtEither(SrtpStream stream, Span<byte> datagram, int headerLength, SequenceNumber sequence, int wrapsAhead)
    {
        Span<byte> copy = stackalloc byte[LongestTrial];
        datagram.CopyTo(copy);
        var outcome = OpenAt(stream, datagram, headerLength, sequence, wrapsAhead: 0);
        if (outcome == DropReason.None)
            return outcome;

        copy[..datagram.Length].CopyTo(datagram);
        return OpenAt(stream, datagram, headerLength, sequence, wrapsAhead);
    }

    private DropReason OpenAt(SrtpStream stream, Span<byte> datagram, int headerLength, SequenceNumber sequence, int wrapsAhead)
    {
        if (!stream.TryPlace(sequence, wrapsAhead, out var index))
            return DropReason.Replayed;

        if (!_transform.TryOpenRtp(datagram, headerLength, index))
            return DropReason.FailedAuthentication;

        stream.Accept(index);
        return DropReason.None;
    }
}
