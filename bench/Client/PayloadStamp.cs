using System.Buffers.Binary;

namespace Client;

/// <summary>
/// When a packet was sent, in nanoseconds of any clock that both ends share, in the last bytes of its payload: the one place
/// that a forwarding server leaves alone for every codec.
/// </summary>
public static class PayloadStamp
{
    public const int Length = 12;

    private const uint Mark = 0xC10C_57A3;

    /// <summary>Overwrites the payload's tail; a payload too short for it stays as it is.</summary>
    public static void Write(Span<byte> payload, long nanoseconds)
    {
        if (payload.Length < Length + 4)
            return;

        var tail = payload[^Length..];
        BinaryPrimitives.WriteUInt32BigEndian(tail, Mark);
        BinaryPrimitives.WriteInt64BigEndian(tail[4..], nanoseconds);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out long nanoseconds)
    {
        nanoseconds = 0;
        if (payload.Length < Length)
            return false;

        var tail = payload[^Length..];
        nanoseconds = BinaryPrimitives.ReadInt64BigEndian(tail[4..]);
        return BinaryPrimitives.ReadUInt32BigEndian(tail) == Mark;
    }
}
