using System.Buffers.Binary;
using Protocols.Srtp.Crypto;

namespace Protocols.Srtp;

/// <summary>
/// AES-GCM packets (RFC 7714): RTP is header | ciphertext | tag with the header authenticated, RTCP is
/// 8 clear bytes | ciphertext | tag | E and index with the clear bytes and the last word authenticated.
/// </summary>
internal sealed class AeadTransform : ISrtpTransform
{
    private const int TagLength = 16;

    private readonly IAesGcm _rtp;
    private readonly IAesGcm _rtcp;
    private GcmSalt _rtpSalt;
    private GcmSalt _rtcpSalt;

    public AeadTransform(SrtpSessionKeys keys, SrtpCryptoChoice choice, CipherDirection direction)
    {
        _rtp = SrtpCrypto.CreateAesGcm(keys.RtpKey, choice, direction);
        _rtcp = SrtpCrypto.CreateAesGcm(keys.RtcpKey, choice, direction);
        _rtpSalt = new GcmSalt(keys.RtpSalt);
        _rtcpSalt = new GcmSalt(keys.RtcpSalt);
    }

    public int RtpTagLength => TagLength;

    public int RtcpTagLength => TagLength;

    public void Approach() => CacheLine.Fetch(_rtp, IAesGcm.NearBytes);

    public void SealRtp(Span<byte> packet, int headerLength, ReadOnlySpan<byte> middle, ulong index)
    {
        Span<byte> nonce = stackalloc byte[GcmSalt.Length];
        _rtpSalt.WriteNonce(nonce, RtpSsrc(packet), index);
        _rtp.Seal(nonce, packet[..headerLength], middle, packet[headerLength..^TagLength], packet[^TagLength..]);
    }

    public bool TryOpenRtp(Span<byte> packet, int headerLength, ulong index)
    {
        Span<byte> nonce = stackalloc byte[GcmSalt.Length];
        _rtpSalt.WriteNonce(nonce, RtpSsrc(packet), index);

        var payload = packet[headerLength..^TagLength];
        if (_rtp.TryOpen(nonce, packet[..headerLength], payload, packet[^TagLength..]))
            return true;

        payload.Clear();    // It has been deciphered already, and nobody may see unauthenticated plaintext (RFC 5116 §2.2).
        return false;
    }

    public void SealRtcp(Span<byte> packet, uint index)
    {
        var trailer = packet[^SrtcpTrailer.Length..];
        BinaryPrimitives.WriteUInt32BigEndian(trailer, SrtcpTrailer.Encrypted | index);

        Span<byte> nonce = stackalloc byte[GcmSalt.Length];
        Span<byte> aad = stackalloc byte[SrtcpTrailer.ClearLength + SrtcpTrailer.Length];
        _rtcpSalt.WriteNonce(nonce, RtcpSsrc(packet), index);
        packet[..SrtcpTrailer.ClearLength].CopyTo(aad);
        trailer.CopyTo(aad[SrtcpTrailer.ClearLength..]);

        var sealedPart = packet[SrtcpTrailer.ClearLength..^SrtcpTrailer.Length];
        _rtcp.Seal(nonce, aad, sealedPart[..^TagLength], sealedPart[^TagLength..]);
    }

    public uint ReadRtcpTrailer(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[^SrtcpTrailer.Length..]);

    public bool TryOpenRtcp(Span<byte> packet)
    {
        var trailer = ReadRtcpTrailer(packet);
        Span<byte> nonce = stackalloc byte[GcmSalt.Length];
        _rtcpSalt.WriteNonce(nonce, RtcpSsrc(packet), trailer & SrtcpTrailer.IndexMask);
        return (trailer & SrtcpTrailer.Encrypted) != 0 ? TryOpenEncryptedRtcp(packet, nonce) : TryOpenClearRtcp(packet, nonce);
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _rtpSalt = default;
        _rtcpSalt = default;
    }

    private bool TryOpenEncryptedRtcp(Span<byte> packet, ReadOnlySpan<byte> nonce)
    {
        Span<byte> aad = stackalloc byte[SrtcpTrailer.ClearLength + SrtcpTrailer.Length];
        packet[..SrtcpTrailer.ClearLength].CopyTo(aad);
        packet[^SrtcpTrailer.Length..].CopyTo(aad[SrtcpTrailer.ClearLength..]);

        var sealedPart = packet[SrtcpTrailer.ClearLength..^SrtcpTrailer.Length];
        if (_rtcp.TryOpen(nonce, aad, sealedPart[..^TagLength], sealedPart[^TagLength..]))
            return true;

        sealedPart.Clear();
        return false;
    }

    // With E = 0 the whole packet and the last word are authenticated and nothing is enciphered (RFC 7714 §9.3). The tag stands between
    // the two, so they are brought together by moving the word over the tag's place.
    private bool TryOpenClearRtcp(Span<byte> packet, ReadOnlySpan<byte> nonce)
    {
        Span<byte> tag = stackalloc byte[TagLength];
        var tagAndTrailer = packet[^(TagLength + SrtcpTrailer.Length)..];
        tagAndTrailer[..TagLength].CopyTo(tag);
        tagAndTrailer[TagLength..].CopyTo(tagAndTrailer);
        return _rtcp.TryOpen(nonce, packet[..^TagLength], [], tag);
    }

    private static uint RtpSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);

    private static uint RtcpSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
}
