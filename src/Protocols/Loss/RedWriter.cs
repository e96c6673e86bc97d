using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Loss;

/// <summary>
/// Writes a redundant audio payload (RFC 2198 §3): first <see cref="TryAddHeader"/> for every earlier frame, oldest first,
/// then <see cref="TryFinishHeaders"/>, then <see cref="TryAddBlock"/> for every frame in the same order, its own last.
/// </summary>
public ref struct RedWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public bool TryAddHeader(PayloadType type, int offset, int length)
    {
        if (offset is < 0 or > RedPacket.MaxOffset || length is < 0 or > RedPacket.MaxBlockLength
            || _destination.Length < Length + RedPacket.BlockHeaderLength)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(_destination[Length..], ((0x80u | type.Value) << 24) | ((uint)offset << 10) | (uint)length);
        Length += RedPacket.BlockHeaderLength;
        return true;
    }

    public bool TryFinishHeaders(PayloadType ownType)
    {
        if (_destination.Length <= Length)
            return false;

        _destination[Length++] = (byte)(ownType.Value & 0x7F);
        return true;
    }

    public bool TryAddBlock(ReadOnlySpan<byte> frame)
    {
        if (!frame.TryCopyTo(_destination[Length..]))
            return false;

        Length += frame.Length;
        return true;
    }
}
