using System.Buffers.Binary;

namespace Protocols.Srtp;

/// <summary>
/// The 14-byte session salt of AES counter mode, which becomes a packet's first counter block by
/// ⊕ with 0000 | SSRC | 48-bit index | 00 (RFC 3711 §4.1.1). The last two bytes count the blocks of the packet.
/// </summary>
internal readonly struct CounterModeSalt
{
    public const int BlockLength = 16;

    private readonly ulong _first8;
    private readonly ulong _last8;

    public CounterModeSalt(ReadOnlySpan<byte> salt)
    {
        Span<byte> padded = stackalloc byte[BlockLength];
        padded.Clear();
        salt.CopyTo(padded);
        _first8 = BinaryPrimitives.ReadUInt64BigEndian(padded);
        _last8 = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        padded.Clear();
    }

    public void WriteCounter(Span<byte> counter, uint ssrc, ulong index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(counter, _first8 ^ ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(counter[8..], _last8 ^ (index << 16));
    }
}
