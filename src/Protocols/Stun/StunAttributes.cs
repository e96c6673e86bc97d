using System.Buffers.Binary;

namespace Protocols.Stun;

/// <summary>The attributes of a parsed message in wire order, for <c>foreach</c>. The message has checked that each lies inside.</summary>
public readonly ref struct StunAttributes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public Enumerator GetEnumerator() => new(_bytes);

    public ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public StunAttribute Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;

            var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
            Current = new StunAttribute((StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(_rest), _rest.Slice(4, length));
            _rest = _rest[(4 + StunMessage.Padded(length))..];
            return true;
        }
    }
}

/// <summary>One attribute of a STUN message; the value lies in the message's bytes, without its padding.</summary>
public readonly ref struct StunAttribute(StunAttributeType type, ReadOnlySpan<byte> value)
{
    public StunAttributeType Type { get; } = type;

    public ReadOnlySpan<byte> Value { get; } = value;

    public bool MustBeUnderstood => (ushort)Type < 0x8000;

    public bool IsUnderstood => Type
        is StunAttributeType.MappedAddress or StunAttributeType.Username or StunAttributeType.MessageIntegrity
        or StunAttributeType.ErrorCode or StunAttributeType.UnknownAttributes or StunAttributeType.Realm
        or StunAttributeType.Nonce or StunAttributeType.MessageIntegritySha256 or StunAttributeType.XorMappedAddress
        or StunAttributeType.Priority or StunAttributeType.UseCandidate;
}
