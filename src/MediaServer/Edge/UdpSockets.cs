using System.Net;
using System.Net.Sockets;

namespace MediaServer.Edge;

/// <summary>Opens the UDP socket that both ports, the batched and the portable one, stand on.</summary>
internal static class UdpSockets
{
    public static Socket Bind(IPEndPoint local)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = true;

            socket.Blocking = false;
            socket.Bind(local);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Which of the kernel's gifts to use where it offers them.</summary>
public sealed record UdpPortOptions
{
    public bool UseBatching { get; init; } = true;

    public bool UseSegmentation { get; init; } = true;

    public bool UseCoalescing { get; init; } = true;
}
