using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Protocols;

namespace MediaServer.Edge;

/// <summary>Our addresses to and from the platform's reusable ones (sockaddr_in and sockaddr_in6), allocating nothing.</summary>
internal static class SocketNames
{
    private const int PortOffset = 2;
    private const int IPv4Offset = 4;
    private const int IPv6Offset = 8;

    public static TransportAddress Read(SocketAddress name)
    {
        var bytes = name.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[PortOffset..]);
        return name.Family == AddressFamily.InterNetwork
            ? TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[IPv4Offset..]), port)
            : new TransportAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes[IPv6Offset..]), port);
    }

    public static void Write(SocketAddress name, AddressFamily family, TransportAddress address)
    {
        var bytes = name.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[PortOffset..], address.Port);
        if (family == AddressFamily.InterNetwork)
            BinaryPrimitives.WriteUInt32BigEndian(bytes[IPv4Offset..], address.IPv4);
        else
            BinaryPrimitives.WriteUInt128BigEndian(bytes[IPv6Offset..], address.Ip);
    }

    public static TransportAddress Read(in Libc.SocketName name)
    {
        var port = BinaryPrimitives.ReverseEndianness(name.PortBigEndian);
        return name.Family == Libc.FamilyIPv4
            ? TransportAddress.FromIPv4(BinaryPrimitives.ReverseEndianness(name.IPv4BigEndian), port)
            : new TransportAddress(
                new UInt128(BinaryPrimitives.ReverseEndianness(name.IPv6HighBigEndian), BinaryPrimitives.ReverseEndianness(name.IPv6LowBigEndian)),
                port);
    }

    /// <summary>Returns how much of it the kernel is to read.</summary>
    public static unsafe uint Write(ref Libc.SocketName name, AddressFamily family, TransportAddress address)
    {
        name.PortBigEndian = BinaryPrimitives.ReverseEndianness(address.Port);
        if (family == AddressFamily.InterNetworkV6)
        {
            name.Family = Libc.FamilyIPv6;
            name.IPv4BigEndian = 0;
            name.IPv6HighBigEndian = BinaryPrimitives.ReverseEndianness((ulong)(address.Ip >> 64));
            name.IPv6LowBigEndian = BinaryPrimitives.ReverseEndianness((ulong)address.Ip);
            return (uint)sizeof(Libc.SocketName);
        }

        name.Family = Libc.FamilyIPv4;
        name.IPv4BigEndian = BinaryPrimitives.ReverseEndianness(address.IPv4);
        name.IPv6HighBigEndian = 0;
        return Libc.NameLengthIPv4;
    }
}
