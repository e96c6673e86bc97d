using System.Net;
using System.Net.Sockets;

namespace MediaServer.Tests.Edge;

internal static class LoopbackPort
{
    private const int Tries = 50;

    /// <summary>The first of so many in a row, one for each shard, free for both protocols a moment ago: all that can be known.</summary>
    public static int Find(int count = 1)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (TryFind(count, out var port))
                return port;
        }

        throw new InvalidOperationException($"There are no {count} free ports in a row.");
    }

    private static bool TryFind(int count, out int port)
    {
        var taken = new List<Socket>();
        port = 0;
        try
        {
            for (var i = 0; i < count; i++)
            {
                taken.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                taken[^1].Bind(new IPEndPoint(IPAddress.Loopback, i == 0 ? 0 : port + i));
                port = i == 0 ? ((IPEndPoint)taken[^1].LocalEndPoint!).Port : port;
                taken.Add(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
                taken[^1].Bind(new IPEndPoint(IPAddress.Loopback, port + i));
            }

            return true;
        }
        catch (Exception busy) when (busy is SocketException or ArgumentOutOfRangeException)
        {
            // Somebody has one of them, or they would go beyond the last port there is.
            return false;
        }
        finally
        {
            taken.ForEach(socket => socket.Dispose());
        }
    }
}
