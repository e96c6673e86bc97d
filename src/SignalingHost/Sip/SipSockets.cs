using System.Net;
using System.Net.Sockets;

namespace SignalingHost.Sip;

/// <summary>Sockets on all addresses of the machine, of both families where it has both.</summary>
internal static class SipSockets
{
    public static Socket Open(SocketType type, ProtocolType protocol, int port)
    {
        var socket = Socket.OSSupportsIPv6
            ? new Socket(AddressFamily.InterNetworkV6, type, protocol) { DualMode = true }
            : new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
        return socket;
    }
}
