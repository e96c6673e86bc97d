using System.Buffers.Binary;

namespace Protocols.Stun;

/// <summary>
/// The value of XOR-MAPPED-ADDRESS (RFC 8489 §14.2): an address veiled with the cookie and the transaction id, so that
/// routers that rewrite addresses in payloads do not find it.
/// </summary>
internal static class XorAddress
{
    public const int MaxLength = 20;

    private const byte IPv4Family = 1;
    private const byte IPv6Family = 2;
    private const ushort PortMask = (ushort)(StunMessage.MagicCookie >> 16);

    public static bool TryRead(ReadOnlySpan<byte> value, StunTransactionId transaction, out TransportAddress address)
    {
        address = default;
        if (value.Length < 8)
            return false;

        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ PortMask);
        switch (value[1])
        {
            case IPv4Family when value.Length == 8:
                address = TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value[4..]) ^ StunMessage.MagicCookie, port);
                return true;
            case IPv6Family when value.Length == MaxLength:
                address = new TransportAddress(BinaryPrimitives.ReadUInt128BigEndian(value[4..]) ^ IPv6Mask(transaction), port);
                return true;
            default:
                return false;
        }
    }

    public static int Write(Span<byte> into, in TransportAddress address, StunTransactionId transaction)
    {
        into[0] = 0;
        into[1] = address.IsIPv4 ? IPv4Family : IPv6Family;
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], (ushort)(address.Port ^ PortMask));
        if (address.IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(into[4..], address.IPv4 ^ StunMessage.MagicCookie);
            return 8;
        }

        BinaryPrimitives.WriteUInt128BigEndian(into[4..], address.Ip ^ IPv6Mask(transaction));
        return MaxLength;
    }

    private static UInt128 IPv6Mask(StunTransactionId transaction) =>
        new(((ulong)StunMessage.MagicCookie << 32) | transaction.High, transaction.Low);
}
