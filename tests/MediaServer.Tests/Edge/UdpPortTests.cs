using System.Net;
using System.Net.Sockets;
using MediaServer.Edge;
using Protocols;

namespace MediaServer.Tests.Edge;

/// <summary>A shard's own UDP port, both ways of it.</summary>
public sealed class UdpPortTests
{
    private const int Waiting = 150;

    [TestCase(false)]
    [TestCase(true)]
    public void Whoever_reads_on_while_there_is_more_leaves_nothing_waiting(bool useBatching)
    {
        var local = new IPEndPoint(IPAddress.Loopback, LoopbackPort.Find());
        var counters = new EdgeCounters();
        using IDatagramPort port = useBatching
            ? new BatchedUdpPort(local, new UdpPortOptions { UseBatching = true }, counters)
            : new PortableUdpPort(local, counters);
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < Waiting; i++)
            sender.SendTo([(byte)i], local);

        var sink = new Counting();
        Assert.That(port.Receive(sink, Instant.Zero), Is.True);
        Assert.That(port.HasMore, Is.True);
        while (port.HasMore)
            port.Receive(sink, Instant.Zero);

        Assert.That(sink.Datagrams, Is.EqualTo(Waiting));
    }

    private sealed class Counting : IDatagramSink
    {
        public int Datagrams { get; private set; }

        public void Receive(TransportAddress from, Span<byte> datagram, Instant now) => Datagrams++;
    }
}
