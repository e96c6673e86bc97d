using System.Buffers.Binary;
using System.Net;

namespace Protocols;

/// <summary>
/// Where a datagram comes from or goes to: an IP address and a port as one value that hashes fast and allocates nothing.
/// IPv4 is held as an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2), so both families share one table.
/// </summary>
public readonly record struct TransportAddress(UInt128 Ip, ushort Port)
{
    private static readonly UInt128 MappedPrefix = (UInt128)0xFFFF << 32;

    public bool IsIPv4 => (Ip >> 32) == 0xFFFF;

    public uint IPv4 => (uint)Ip;

    public static TransportAddress FromIPv4(uint address, ushort port) => new(MappedPrefix | address, port);

    public static TransportAddress From(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)port)
            : new(BinaryPrimitives.ReadUInt128BigEndian(bytes), (ushort)port);
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Ip);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes);
    }

    public bool Equals(TransportAddress other) => Port == other.Port && Ip == other.Ip;

    public override int GetHashCode()
    {
        var mixed = ((ulong)(Ip >> 64) * 0x9E37_79B9_7F4A_7C15) ^ ((ulong)Ip * 0xC2B2_AE3D_27D4_EB4F) ^ (Port * 0x1656_67B1_9E37_79F9UL);
        return (int)(mixed ^ (mixed >> 32));
    }

    public override string ToString() => IsIPv4 ? $"{ToIPAddress()}:{Port}" : $"[{ToIPAddress()}]:{Port}";
}
