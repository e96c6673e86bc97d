using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Protocols.Stun;

/// <summary>
/// Writes one STUN message into a span that the caller holds. The length in the header is right after every step.
/// MESSAGE-INTEGRITY comes after all that it shall protect, FINGERPRINT after everything.
/// </summary>
public ref struct StunWriter
{
    private readonly Span<byte> _bytes;
    private readonly StunTransactionId _transaction;
    private int _length;

    public StunWriter(Span<byte> into, StunClass kind, StunMethod method, StunTransactionId transaction)
    {
        _bytes = into;
        _transaction = transaction;
        _length = StunMessage.HeaderLength;
        BinaryPrimitives.WriteUInt16BigEndian(into, TypeOf(kind, method));
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(into[4..], StunMessage.MagicCookie);
        transaction.Write(into[8..]);
    }

    public readonly ReadOnlySpan<byte> Written => _bytes[.._length];

    public void Write(StunAttributeType type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Reserve(type, value.Length));

    public void WriteFlag(StunAttributeType type) => Reserve(type, 0);

    public void WriteUInt32(StunAttributeType type, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(Reserve(type, sizeof(uint)), value);

    public void WriteUInt64(StunAttributeType type, ulong value) =>
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(type, sizeof(ulong)), value);

    public void WriteXorMappedAddress(in TransportAddress address)
    {
        Span<byte> value = stackalloc byte[XorAddress.MaxLength];
        var length = XorAddress.Write(value, address, _transaction);
        Write(StunAttributeType.XorMappedAddress, value[..length]);
    }

    /// <summary>The code alone: the phrase beside it is for people, and the number says as much in fewer bytes.</summary>
    public void WriteErrorCode(int code)
    {
        var value = Reserve(StunAttributeType.ErrorCode, 4);
        value[..2].Clear();
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
    }

    public void WriteUnknownAttributes(scoped ReadOnlySpan<StunAttributeType> types)
    {
        var value = Reserve(StunAttributeType.UnknownAttributes, types.Length * sizeof(ushort));
        for (var i = 0; i < types.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(value[(i * sizeof(ushort))..], (ushort)types[i]);
    }

    public void WriteIntegrity(scoped ReadOnlySpan<byte> key)
    {
        var covered = _length;
        var value = Reserve(StunAttributeType.MessageIntegrity, StunMessage.IntegrityLength);
        HMACSHA1.HashData(key, _bytes[..covered], value);
    }

    public void WriteFingerprint()
    {
        var covered = _length;
        var value = Reserve(StunAttributeType.Fingerprint, StunMessage.FingerprintLength);
        BinaryPrimitives.WriteUInt32BigEndian(value, Fingerprint.Of(_bytes[..covered]));
    }

    private static ushort TypeOf(StunClass kind, StunMethod method)
    {
        var (k, m) = ((int)kind, (int)method);
        return (ushort)((m & 0x000F) | ((m & 0x0070) << 1) | ((m & 0x0F80) << 2) | ((k & 1) << 4) | ((k & 2) << 7));
    }

    private Span<byte> Reserve(StunAttributeType type, int length)
    {
        var attribute = _bytes.Slice(_length, 4 + StunMessage.Padded(length));
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)length);
        attribute[(4 + length)..].Clear();
        _length += attribute.Length;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], (ushort)(_length - StunMessage.HeaderLength));
        return attribute.Slice(4, length);
    }
}
