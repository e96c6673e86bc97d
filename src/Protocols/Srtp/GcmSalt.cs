using System.Buffers.Binary;

namespace Protocols.Srtp;

/// <summary>
/// The 12-byte session salt of AES-GCM, which becomes a packet's nonce by ⊕ with 00 00 | SSRC | 48-bit index (RFC 7714 §8.1).
/// An SRTCP index has 31 bits and stands in the last four bytes (§9.1), which is the same layout with the upper bits zero.
/// </summary>
internal readonly struct GcmSalt(ReadOnlySpan<byte> salt)
{
    public const int Length = 12;

    private readonly ulong _first8 = BinaryPrimitives.ReadUInt64BigEndian(salt);
    private readonly uint _last4 = BinaryPrimitives.ReadUInt32BigEndian(salt[8..]);

    public void WriteNonce(Span<byte> nonce, uint ssrc, ulong index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, _first8 ^ ((ulong)ssrc << 16) ^ (index >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], _last4 ^ (uint)index);
    }
}
