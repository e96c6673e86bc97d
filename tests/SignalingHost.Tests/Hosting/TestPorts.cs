using System.Net;
using System.Net.Sockets;

namespace SignalingHost.Tests.Hosting;

/// <summary>Ports that nobody has, each given once, below those that the system gives by itself.</summary>
internal static class TestPorts
{
    private const int First = 12_000;
    private const int Count = 20_000;

    private static int _given = Environment.ProcessId * 37 % Count;

    /// <summary>One that is free for TCP and for UDP, or so many in a row of which it is the first.</summary>
    public static int Free(int inARow = 1)
    {
        while (true)
        {
            var port = First + ((Interlocked.Add(ref _given, inARow) - inARow) % Count);
            if (Enumerable.Range(port, inARow).All(IsFree))
                return port;
        }
    }

    private static bool IsFree(int port) => IsFree(SocketType.Stream, ProtocolType.Tcp, port) && IsFree(SocketType.Dgram, ProtocolType.Udp, port);

    private static bool IsFree(SocketType kind, ProtocolType protocol, int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, kind, protocol);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
