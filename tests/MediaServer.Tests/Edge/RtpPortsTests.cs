using System.Net;
using System.Net.Sockets;
using MediaServer.Edge;
using Protocols;

namespace MediaServer.Tests.Edge;

/// <summary>Terminals' ports, both ways of reading them: one shard's thread is played by the test.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class RtpPortsTests(bool useBatching)
{
    private const int Pairs = 50;

    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(20);

    private readonly EdgeCounters[] _counters = [new(), new()];
    private readonly Counting _sink = new();
    private RtpPorts _ports = null!;
    private Socket _sender = null!;

    [SetUp]
    public void Open()
    {
        var first = LoopbackPort.Find() & ~1;
        _ports = new RtpPorts(IPAddress.Loopback, first > 60_000 ? 20_000 : first, 65_000, _counters, useBatching);
        _sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _sender.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _sink.Datagrams.Clear();
    }

    [TearDown]
    public void End()
    {
        _sender.Dispose();
        _ports.Dispose();
    }

    [Test]
    public void Many_ports_and_much_at_one_of_them_are_all_read_and_none_waits_for_another()
    {
        var ports = Enumerable.Range(0, Pairs).Select(_ => Take(0)).ToList();
        for (var i = 0; i < 60; i++)
            Send(ports[0], i);
        foreach (var port in ports)
            Send(port + 1, port);

        ReadUntil(0, 60 + Pairs);
        Assert.That(_sink.Datagrams.Count(datagram => datagram.Port == ports[0]), Is.EqualTo(60));
        Assert.That(_sink.Datagrams.Where(datagram => datagram.Port % 2 == 1).Select(datagram => datagram.Port), Is.EquivalentTo(ports.Select(port => port + 1)));
        Assert.That(_sink.Datagrams.Select(datagram => datagram.From), Is.All.EqualTo(Sender));
    }

    [Test]
    public void What_comes_after_a_move_is_the_other_shards_and_after_a_return_nobodys()
    {
        var port = Take(0);
        Send(port, 1);
        ReadUntil(0, 1);

        _ports.Move(port, 1);
        Send(port, 2);
        Send(port + 1, 3);
        ReadUntil(1, 3);
        Assert.That(_ports[0].Receive(_sink, Instant.Zero), Is.False);

        _ports.GiveBack(port);
        Assert.That(_ports.Taken, Is.Zero);
        Send(port, 4);
        Assert.That(_ports[1].Receive(_sink, Instant.Zero), Is.False);
    }

    [Test]
    public void Ports_given_back_while_others_are_read_end_quietly()
    {
        var ports = Enumerable.Range(0, Pairs).Select(_ => Take(0)).ToList();
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
                _ports[0].Receive(new Counting(), Instant.Zero);
        });
        foreach (var port in ports)
        {
            Send(port, 1);
            _ports.GiveBack(port);
        }

        done.Cancel();
        Assert.That(reader.Wait(Generous), Is.True);
        Assert.That(_ports.Taken, Is.Zero);
    }

    [Test]
    public void What_the_kernel_had_no_room_for_is_counted()
    {
        // Only the kernel knows, and it tells only whoever asks Linux's way.
        if (!useBatching)
            return;

        var port = Take(0);
        for (var i = 0; i < 2_000; i++)
            Send(port, i, length: 1_000);

        while (_ports[0].Receive(_sink, Instant.Zero))
        {
            // Until nothing waits.
        }

        Send(port, 0);
        ReadUntil(0, _sink.Datagrams.Count + 1);
        Assert.That(_ports[0].Dropped, Is.EqualTo(2_001 - _sink.Datagrams.Count));
    }

    [Test]
    public void A_datagram_leaves_from_its_own_port()
    {
        var port = Take(0);
        _sender.ReceiveTimeout = (int)Generous.TotalMilliseconds;
        using var batch = new MediaServer.Packets.EgressBatch();
        batch.Reserve()[0] = 7;
        batch.Commit(Protocols.Ice.IceRoute.OfTerminal(Sender, port), 1);
        _ports.Send(0, batch);

        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        Assert.That(_sender.ReceiveFrom(new byte[10], ref from), Is.EqualTo(1));
        Assert.That(((IPEndPoint)from).Port, Is.EqualTo(port));

        _ports.GiveBack(port);
        _ports.Send(0, batch);
        Assert.That(_counters[0].SendFailures, Is.EqualTo(1));
    }

    private TransportAddress Sender => TransportAddress.From(IPAddress.Loopback, ((IPEndPoint)_sender.LocalEndPoint!).Port);

    private int Take(int shard)
    {
        Assert.That(_ports.TryTake(shard, out var port), Is.True);
        return port;
    }

    private void Send(int port, int what, int length = 4) =>
        _sender.SendTo([.. BitConverter.GetBytes(what), .. new byte[length - 4]], new IPEndPoint(IPAddress.Loopback, port));

    private void ReadUntil(int shard, int datagrams)
    {
        var read = SpinWait.SpinUntil(
            () =>
            {
                _ports[shard].Receive(_sink, Instant.Zero);
                return _sink.Datagrams.Count >= datagrams;
            },
            Generous);
        Assert.That(read, Is.True, $"{_sink.Datagrams.Count} of {datagrams} datagrams came");
    }

    private sealed class Counting : IRtpSink
    {
        public List<(int Port, TransportAddress From)> Datagrams { get; } = [];

        public void Receive(int port, in TransportAddress from, Span<byte> datagram, Instant now) => Datagrams.Add((port, from));
    }
}
