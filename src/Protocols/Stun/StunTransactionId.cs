using System.Buffers.Binary;

namespace Protocols.Stun;

/// <summary>The 96 bits that tie a response to its request (RFC 8489 §5). They are random, so a stranger cannot guess a response.</summary>
public readonly record struct StunTransactionId(uint High, ulong Low)
{
    public const int Length = 12;

    public static StunTransactionId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]));

    public static StunTransactionId Create(IRandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[Length];
        random.Fill(bytes);
        return Read(bytes);
    }

    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt32BigEndian(into, High);
        BinaryPrimitives.WriteUInt64BigEndian(into[4..], Low);
    }
}
