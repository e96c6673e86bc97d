using System.Buffers.Binary;
using System.Security.Cryptography;
using Protocols.Srtp.Crypto;

namespace Protocols.Srtp;

/// <summary>
/// AES counter mode with HMAC-SHA1 (RFC 3711): RTP is header | ciphertext | tag, RTCP is 8 clear bytes | ciphertext | E and index | tag.
/// The tag of RTP covers the packet and the rollover counter, which is not sent.
/// </summary>
internal sealed class CounterModeTransform : ISrtpTransform
{
    private const int RolloverLength = 4;

    private readonly IAesCounterMode _rtp;
    private readonly IAesCounterMode _rtcp;
    private readonly IHmacSha1 _rtpTag;
    private readonly IHmacSha1 _rtcpTag;
    private CounterModeSalt _rtpSalt;
    private CounterModeSalt _rtcpSalt;

    public CounterModeTransform(SrtpProfile profile, SrtpSessionKeys keys, SrtpCryptoChoice choice)
    {
        _rtp = SrtpCrypto.CreateCounterMode(keys.RtpKey, choice);
        _rtcp = SrtpCrypto.CreateCounterMode(keys.RtcpKey, choice);
        _rtpTag = SrtpCrypto.CreateHmac(keys.RtpAuthenticationKey, choice);
        _rtcpTag = SrtpCrypto.CreateHmac(keys.RtcpAuthenticationKey, choice);
        _rtpSalt = new CounterModeSalt(keys.RtpSalt);
        _rtcpSalt = new CounterModeSalt(keys.RtcpSalt);
        RtpTagLength = profile.TagLength();
        RtcpTagLength = profile.RtcpTagLength();
    }

    public int RtpTagLength { get; }

    public int RtcpTagLength { get; }

    public void Approach()
    {
        // The keys are the library's, and where it keeps them is its own affair.
    }

    public void SealRtp(Span<byte> packet, int headerLength, ReadOnlySpan<byte> middle, ulong index)
    {
        if (!middle.IsEmpty)
            middle.CopyTo(packet[(headerLength + SrtpSender.MiddleBatch)..]);

        CipherRtp(packet, headerLength, index);
        Span<byte> digest = stackalloc byte[IHmacSha1.DigestLength];
        ComputeRtpTag(packet, index, digest);
        digest[..RtpTagLength].CopyTo(packet[^RtpTagLength..]);
    }

    public bool TryOpenRtp(Span<byte> packet, int headerLength, ulong index)
    {
        Span<byte> received = stackalloc byte[RtpTagLength];
        packet[^RtpTagLength..].CopyTo(received);

        Span<byte> digest = stackalloc byte[IHmacSha1.DigestLength];
        ComputeRtpTag(packet, index, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..RtpTagLength], received))
            return false;

        CipherRtp(packet, headerLength, index);
        return true;
    }

    public void SealRtcp(Span<byte> packet, uint index)
    {
        var body = packet[..^RtcpTagLength];
        BinaryPrimitives.WriteUInt32BigEndian(body[^SrtcpTrailer.Length..], SrtcpTrailer.Encrypted | index);
        CipherRtcp(body, index);

        Span<byte> digest = stackalloc byte[IHmacSha1.DigestLength];
        _rtcpTag.Compute(body, digest);
        digest[..RtcpTagLength].CopyTo(packet[^RtcpTagLength..]);
    }

    public uint ReadRtcpTrailer(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^(RtcpTagLength + SrtcpTrailer.Length)..]);

    public bool TryOpenRtcp(Span<byte> packet)
    {
        var body = packet[..^RtcpTagLength];
        Span<byte> digest = stackalloc byte[IHmacSha1.DigestLength];
        _rtcpTag.Compute(body, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..RtcpTagLength], packet[^RtcpTagLength..]))
            return false;

        var trailer = ReadRtcpTrailer(packet);
        if ((trailer & SrtcpTrailer.Encrypted) != 0)
            CipherRtcp(body, trailer & SrtcpTrailer.IndexMask);

        return true;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _rtpTag.Dispose();
        _rtcpTag.Dispose();
        _rtpSalt = default;
        _rtcpSalt = default;
    }

    private void CipherRtp(Span<byte> packet, int headerLength, ulong index)
    {
        Span<byte> counter = stackalloc byte[CounterModeSalt.BlockLength];
        _rtpSalt.WriteCounter(counter, BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), index);
        _rtp.Cipher(counter, packet[headerLength..^RtpTagLength]);
    }

    private void CipherRtcp(Span<byte> body, uint index)
    {
        Span<byte> counter = stackalloc byte[CounterModeSalt.BlockLength];
        _rtcpSalt.WriteCounter(counter, BinaryPrimitives.ReadUInt32BigEndian(body[4..]), index);
        _rtcp.Cipher(counter, body[SrtcpTrailer.ClearLength..^SrtcpTrailer.Length]);
    }

    // The rollover counter is written where the tag goes or was (no tag is shorter), so that the hash is over one run of bytes.
    private void ComputeRtpTag(Span<byte> packet, ulong index, Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[^RtpTagLength..], (uint)(index >> 16));
        _rtpTag.Compute(packet[..^(RtpTagLength - RolloverLength)], digest);
    }
}
