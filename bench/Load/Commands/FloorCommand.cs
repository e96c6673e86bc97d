using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Load.Edge;
using Protocols;

namespace Load.Commands;

/// <summary>
/// What this kernel asks for a datagram and nothing else: runs of equal datagrams to many ports by sendmmsg with segmentation, as
/// the server sends them, but empty, from one thread. Run at the server's end of the cable; prints nanoseconds of CPU for each.
/// </summary>
internal static class FloorCommand
{
    private const int ThreadClock = 3;

    public static int Run(Arguments arguments)
    {
        var to = IPAddress.Parse(arguments["to"]);
        var firstPort = arguments.Number("port", 20_000);
        var ports = arguments.Number("ports", 200);
        var run = arguments.Number("run", 1);
        var length = arguments.Number("length", 1_200);
        var time = TimeSpan.FromMilliseconds(arguments.Number("milliseconds", 700));
        using var sending = new SendBatch { UseSegmentation = true };
        using var socket = new ClientSocket(new IPEndPoint(IPAddress.Any, 0), sending, new SocketOptions { ArrivalTimes = false });
        var datagram = new byte[length];
        var addresses = Enumerable.Range(firstPort, ports).Select(port => TransportAddress.From(to, port)).ToArray();
        var (cpu, sent, end) = (0L, 0L, Clock.Now);
        for (var round = 0; round < 2; round++)
        {
            // The first round makes the code known to the compiler.
            end = Clock.Now + (round == 0 ? TimeSpan.FromMilliseconds(200) : time);
            (cpu, sent) = (Clock.Read(ThreadClock), sending.Datagrams);
            while (Clock.Now < end)
                SendRuns(sending, socket.Descriptor, addresses, datagram, run);
        }

        var nanoseconds = (double)(Clock.Read(ThreadClock) - cpu) / (sending.Datagrams - sent);
        Console.WriteLine(nanoseconds.ToString("F1", CultureInfo.InvariantCulture));
        return sending.Failed == 0 ? 0 : 1;
    }

    private static void SendRuns(SendBatch sending, int socket, TransportAddress[] addresses, byte[] datagram, int run)
    {
        foreach (var address in addresses)
        {
            for (var i = 0; i < run; i++)
                sending.Add(socket, address, datagram);
        }

        sending.Flush();
    }
}
