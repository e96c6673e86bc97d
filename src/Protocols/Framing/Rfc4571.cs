using System.Buffers;
using System.Buffers.Binary;

namespace Protocols.Framing;

/// <summary>
/// Datagrams on a stream (RFC 4571 §2): each preceded by its length in two bytes. Nothing marks a frame's beginning, so a
/// stream out of step cannot be brought back in step, only closed.
/// </summary>
public static class Rfc4571
{
    public const int HeaderLength = 2;

    public const int MaxFrameLength = ushort.MaxValue;

    /// <summary>
    /// Takes the next whole frame off the front of <paramref name="buffer"/>. Empty frames, which mean nothing (§2), are passed over.
    /// The buffer must be able to hold the largest frame the peer may send; where it is not, use <see cref="Rfc4571Reader"/>.
    /// </summary>
    public static bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        while (TryReadLength(buffer, out var length) && buffer.Length >= HeaderLength + length)
        {
            frame = buffer.Slice(HeaderLength, length);
            buffer = buffer.Slice(HeaderLength + length);
            if (length > 0)
                return true;
        }

        frame = default;
        return false;
    }

    public static void WriteHeader(Span<byte> into, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxFrameLength);
        BinaryPrimitives.WriteUInt16BigEndian(into, (ushort)length);
    }

    internal static bool TryReadLength(in ReadOnlySequence<byte> buffer, out int length)
    {
        length = 0;
        if (buffer.Length < HeaderLength)
            return false;

        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Slice(0, HeaderLength).CopyTo(header);
        length = BinaryPrimitives.ReadUInt16BigEndian(header);
        return true;
    }
}
