using System.Buffers.Binary;

namespace Protocols.Rtp;

/// <summary>
/// The number that counts the packets of a whole transport, whatever stream they belong to
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).
/// </summary>
public static class TransportSequence
{
    public const int Length = 2;

    public static bool TryRead(ReadOnlySpan<byte> value, out SequenceNumber sequence)
    {
        sequence = default;
        if (value.Length != Length)
            return false;

        sequence = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(value));
        return true;
    }

    public static void Write(Span<byte> value, SequenceNumber sequence) => BinaryPrimitives.WriteUInt16BigEndian(value, sequence.Value);
}
