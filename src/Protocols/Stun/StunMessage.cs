using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Protocols.Stun;

/// <summary>
/// A look at the bytes of one STUN message (RFC 8489 §5). It owns nothing and cannot outlive them. Whoever holds a view holds
/// a message whose length is that of the bytes and whose attributes all lie inside. What stands behind MESSAGE-INTEGRITY is
/// not protected by it and is not shown (§14.5), except FINGERPRINT.
/// </summary>
public readonly ref struct StunMessage
{
    public const int HeaderLength = 20;

    /// <summary>Longer than any datagram that a path carries unfragmented, and short enough for the stack.</summary>
    public const int MaxLength = 2_048;

    internal const uint MagicCookie = 0x2112_A442;
    internal const int IntegrityLength = 20;
    internal const int FingerprintLength = 4;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _attributesEnd;
    private readonly int _integrityAt;
    private readonly int _fingerprintAt;

    private StunMessage(ReadOnlySpan<byte> bytes, int attributesEnd, int integrityAt, int fingerprintAt)
    {
        _bytes = bytes;
        _attributesEnd = attributesEnd;
        _integrityAt = integrityAt;
        _fingerprintAt = fingerprintAt;
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public StunClass Class => (StunClass)(((Type >> 7) & 2) | ((Type >> 4) & 1));

    public StunMethod Method => (StunMethod)((Type & 0x000F) | ((Type & 0x00E0) >> 1) | ((Type & 0x3E00) >> 2));

    public StunTransactionId TransactionId => StunTransactionId.Read(_bytes[8..]);

    public StunAttributes Attributes => new(_bytes[HeaderLength.._attributesEnd]);

    public bool HasIntegrity => _integrityAt != 0;

    public bool HasFingerprint => _fingerprintAt != 0;

    private int Type => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>Enough to tell STUN from DTLS, RTP and noise on a shared port (RFC 7983 §7).</summary>
    public static bool LooksLikeStun(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderLength && bytes[0] <= 3 && BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) == MagicCookie;

    //  0                   1                   2                   3
    //  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    // |0 0|  method and class         |  length of the attributes     |
    // |                     magic cookie 0x2112A442                   |
    // |                     transaction id, 96 bits                   |
    // |  attribute type               |  length without padding       |
    // |  value, padded to 32 bits                                  …  |
    public static bool TryParse(ReadOnlySpan<byte> bytes, out StunMessage message)
    {
        message = default;
        if (!LooksLikeStun(bytes) || bytes.Length > MaxLength)
            return false;

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (length != bytes.Length - HeaderLength || length % 4 != 0)
            return false;

        var (attributesEnd, integrityAt, fingerprintAt) = (bytes.Length, 0, 0);
        for (var at = HeaderLength; at < bytes.Length;)
        {
            if (fingerprintAt != 0)
                return false;   // FINGERPRINT is the last attribute (RFC 8489 §14.7).

            var valueLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            var next = at + 4 + Padded(valueLength);
            if (next > bytes.Length)
                return false;

            switch ((StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]))
            {
                case StunAttributeType.MessageIntegrity when attributesEnd == bytes.Length:
                    if (valueLength != IntegrityLength)
                        return false;

                    (attributesEnd, integrityAt) = (at, at);
                    break;
                case StunAttributeType.MessageIntegritySha256:
                    attributesEnd = Math.Min(attributesEnd, at);
                    break;
                case StunAttributeType.Fingerprint:
                    if (valueLength != FingerprintLength)
                        return false;

                    (attributesEnd, fingerprintAt) = (Math.Min(attributesEnd, at), at);
                    break;
            }

            at = next;
        }

        message = new StunMessage(bytes, attributesEnd, integrityAt, fingerprintAt);
        return true;
    }

    /// <summary>The first attribute of the type; repeats have no meaning (RFC 8489 §14).</summary>
    public bool TryFind(StunAttributeType type, out ReadOnlySpan<byte> value)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Type != type)
                continue;

            value = attribute.Value;
            return true;
        }

        value = default;
        return false;
    }

    public bool Has(StunAttributeType type) => TryFind(type, out _);

    public bool TryReadUInt32(StunAttributeType type, out uint value)
    {
        value = 0;
        return TryFind(type, out var bytes) && BinaryPrimitives.TryReadUInt32BigEndian(bytes, out value) && bytes.Length == 4;
    }

    public bool TryReadXorMappedAddress(out TransportAddress address)
    {
        address = default;
        return TryFind(StunAttributeType.XorMappedAddress, out var value) && XorAddress.TryRead(value, TransactionId, out address);
    }

    public bool TryReadErrorCode(out int code)
    {
        code = 0;
        if (!TryFind(StunAttributeType.ErrorCode, out var value) || value.Length < 4)
            return false;

        code = ((value[2] & 7) * 100) + value[3];
        return true;
    }

    /// <summary>Lists what the sender insists on and we do not know; more than fit are not listed.</summary>
    public int CopyNotUnderstood(Span<StunAttributeType> into)
    {
        var count = 0;
        foreach (var attribute in Attributes)
        {
            if (attribute.MustBeUnderstood && !attribute.IsUnderstood && count < into.Length)
                into[count++] = attribute.Type;
        }

        return count;
    }

    /// <summary>
    /// Whether MESSAGE-INTEGRITY is there and made with <paramref name="key"/>: the password itself (short-term) or MD5 of
    /// "user:realm:password" (long-term). The sum is over the bytes before it, with the length as if it were last (RFC 8489 §14.5).
    /// </summary>
    public bool TryCheckIntegrity(ReadOnlySpan<byte> key)
    {
        if (!HasIntegrity)
            return false;

        Span<byte> covered = stackalloc byte[_integrityAt];
        _bytes[.._integrityAt].CopyTo(covered);
        BinaryPrimitives.WriteUInt16BigEndian(covered[2..], (ushort)(_integrityAt + 4 + IntegrityLength - HeaderLength));

        Span<byte> expected = stackalloc byte[IntegrityLength];
        HMACSHA1.HashData(key, covered, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _bytes.Slice(_integrityAt + 4, IntegrityLength));
    }

    /// <summary>Whether FINGERPRINT is there and right.</summary>
    public bool CheckFingerprint() =>
        HasFingerprint
        && BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_fingerprintAt + 4)..]) == Fingerprint.Of(_bytes[.._fingerprintAt]);

    internal static int Padded(int length) => (length + 3) & ~3;
}
