using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Load.Edge;
using Load.Measuring;
using Protocols;

namespace Load.Commands;

/// <summary>
/// The machine's own delay: a bare blocking loop at the server's end of the cable that sends each datagram on to the port after
/// the one it came from, and a sender and receiver at the other end that measure it exactly as the server is measured.
/// </summary>
internal static class ThroughCommand
{
    private const int Length = 1_200;

    public static int Run(Arguments arguments)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(arguments["address"]), arguments.Number("port", 0)));
        socket.ReceiveTimeout = 500;
        var from = new SocketAddress(AddressFamily.InterNetwork);
        var buffer = new byte[2_048];
        var end = Clock.Now + TimeSpan.FromSeconds(double.Parse(arguments.Text("seconds", "10"), System.Globalization.CultureInfo.InvariantCulture));
        while (Clock.Now < end)
        {
            try
            {
                var length = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                var port = BinaryPrimitives.ReadUInt16BigEndian(from.Buffer.Span[2..]);
                BinaryPrimitives.WriteUInt16BigEndian(from.Buffer.Span[2..], (ushort)(port + 1));
                socket.SendTo(buffer.AsSpan(0, length), SocketFlags.None, from);
            }
            catch (SocketException silence) when (silence.SocketErrorCode == SocketError.TimedOut)
            {
                // Nothing is being sent.
            }
        }

        return 0;
    }

    public static DelayHistogram Measure(string ownAddress, string address, int port, int burst, double interval, double seconds)
    {
        using var sending = new SendBatch();
        using var receiving = new ReceiveBatch();
        var own = IPAddress.Parse(ownAddress);
        using var sender = new ClientSocket(new IPEndPoint(own, port), sending, new SocketOptions());
        using var receiver = new ClientSocket(new IPEndPoint(own, port + 1), sending, new SocketOptions());
        var to = TransportAddress.From(IPAddress.Parse(address), port);
        var reader = new StampReader();
        var datagram = new byte[Length];
        var next = Clock.Now;
        var end = next + TimeSpan.FromSeconds(seconds);
        while (Clock.Now < end)
        {
            if (next <= Clock.Now)
            {
                BinaryPrimitives.WriteInt64BigEndian(datagram, Clock.WallNanoseconds);
                for (var i = 0; i < burst; i++)
                    sending.Add(sender.Descriptor, to, datagram);

                sending.Flush();
                next += TimeSpan.FromSeconds(interval);
            }

            receiving.Receive(receiver.Descriptor, reader);
            Clock.Sleep(next - Clock.Now - TimeSpan.FromMicroseconds(60));
        }

        return reader.Delays;
    }

    private sealed class StampReader : IDatagramReader
    {
        public DelayHistogram Delays { get; } = new();

        public void Receive(in TransportAddress from, Span<byte> datagram, long arrival) =>
            Delays.Add(arrival - BinaryPrimitives.ReadInt64BigEndian(datagram));
    }
}
