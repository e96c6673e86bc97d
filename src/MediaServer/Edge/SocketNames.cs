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
}
