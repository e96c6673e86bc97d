using System.Net;
using System.Net.Sockets;

namespace MediaServer.Tests.Edge;

internal static class LoopbackPort
{
    /// <summary>Free for both protocols a moment ago: all that can be known.</summary>
    public static int Find()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        var port = ((IPEndPoint)tcp.LocalEndpoint).Port;
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return port;
    }
}
