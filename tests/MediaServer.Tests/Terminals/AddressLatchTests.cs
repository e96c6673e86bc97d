using MediaServer.Terminals;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Tests.Terminals;

/// <summary>Whose packets are believed, and when.</summary>
public sealed class AddressLatchTests
{
    private static readonly TransportAddress Announced = Of(192, 0, 2, 9, 4_000);
    private static readonly TransportAddress SameHost = Of(192, 0, 2, 9, 61_234);
    private static readonly TransportAddress Proxy = Of(198, 51, 100, 4, 9_000);
    private static readonly TransportAddress Stranger = Of(203, 0, 113, 5, 6_000);
    private static readonly Ssrc Voice = new(1);
    private static readonly Ssrc Other = new(2);

    private readonly HeardHosts _heard = new();
    private AddressLatch _latch = null!;
    private Instant _now = Instant.Zero + TimeSpan.FromSeconds(100);
    private ushort _number;

    [SetUp]
    public void Begin() => _latch = new AddressLatch(Announced, Proxy.Ip);

    [Test]
    public void The_announced_address_is_believed_at_once() => Assert.That(PacketsUntilBelieved(Announced), Is.EqualTo(1));

    [Test]
    public void Another_port_of_a_named_host_takes_three_packets_and_a_stranger_half_a_second()
    {
        Assert.That(PacketsUntilBelieved(SameHost), Is.EqualTo(3));
        Begin();
        Assert.That(PacketsUntilBelieved(Proxy), Is.EqualTo(3));
        Begin();
        Assert.That(PacketsUntilBelieved(Stranger), Is.EqualTo(25));
    }

    [Test]
    public void Packets_of_many_sources_or_out_of_order_prove_nothing()
    {
        for (var i = 0; i < 100; i++)
            Assert.That(_latch.TryAccept(Stranger, new Ssrc((uint)i), new SequenceNumber(7), false, _now), Is.False);

        for (var i = 100; i > 0; i--)
            Assert.That(_latch.TryAccept(Stranger, Voice, new SequenceNumber((ushort)i), false, _now), Is.False);

        Assert.That(_latch.Confirmed, Is.Null);
    }

    [Test]
    public void While_the_terminal_speaks_nobody_else_is_listened_to()
    {
        Send(Announced, Voice);
        for (var i = 0; i < 500; i++)
        {
            Send(Announced, Voice);
            Assert.That(Send(Stranger, Voice) | Send(SameHost, Voice) | Send(Proxy, Other), Is.False);
            _now += TimeSpan.FromMilliseconds(20);
        }

        Assert.That(_latch.Confirmed, Is.EqualTo(Announced));
    }

    [TestCase(2.9, 1u, false)]
    [TestCase(3.1, 1u, true)]
    [TestCase(9.9, 2u, false)]
    [TestCase(10.1, 2u, true)]
    public void After_a_silence_the_same_source_may_come_from_elsewhere_and_another_after_a_longer_one(double silence, uint source, bool isBelieved)
    {
        Send(Announced, Voice);
        _now += TimeSpan.FromSeconds(silence);
        var accepted = false;
        for (var i = 0; i < 3; i++)
            accepted |= Send(SameHost, new Ssrc(source));

        Assert.That(accepted, Is.EqualTo(isBelieved));
    }

    [Test]
    public void A_thief_who_came_first_is_left_when_the_announced_address_speaks()
    {
        Assert.That(PacketsUntilBelieved(Stranger), Is.EqualTo(25));
        for (var i = 0; i < 3; i++)
            Send(Announced, Other);

        Assert.That(_latch.Confirmed, Is.EqualTo(Announced));
    }

    [Test]
    public void A_flood_from_a_stranger_does_not_keep_the_named_host_out()
    {
        for (var i = 0; i < 10; i++)
            Send(Stranger, Other);

        Assert.That(PacketsUntilBelieved(SameHost), Is.EqualTo(3));
    }

    [Test]
    public void Authentic_packets_are_followed_without_waiting()
    {
        Send(Announced, Voice);
        var accepted = Enumerable.Range(0, 3).Select(_ => _latch.TryAccept(Stranger, Voice, new SequenceNumber(++_number), isAuthentic: true, _now)).ToList();

        Assert.That(accepted, Is.EqualTo((bool[])[false, false, true]));
    }

    [TestCase("10.0.0.9", true)]
    [TestCase("172.16.3.1", true)]
    [TestCase("172.32.3.1", false)]
    [TestCase("192.168.7.7", true)]
    [TestCase("100.64.0.1", true)]
    [TestCase("100.128.0.1", false)]
    [TestCase("127.0.0.1", true)]
    [TestCase("169.254.1.1", true)]
    [TestCase("0.1.2.3", true)]
    [TestCase("8.8.8.8", false)]
    [TestCase("fd00::1", true)]
    [TestCase("fe80::1", true)]
    [TestCase("::1", true)]
    [TestCase("2001:db8::1", false)]
    public void A_private_address_is_sent_to_only_when_its_host_has_been_heard(string host, bool isPrivate)
    {
        var address = TransportAddress.From(System.Net.IPAddress.Parse(host), 4_000);
        var latch = new AddressLatch(address, null);
        Assert.That(latch.Destination(_heard), isPrivate ? Is.Null : Is.EqualTo(address));

        _heard.Add(address.Ip);
        Assert.That(latch.Destination(_heard), Is.EqualTo(address));
    }

    [Test]
    public void A_renewed_description_moves_only_when_the_address_is_another()
    {
        PacketsUntilBelieved(SameHost);
        _latch.Announce(Announced);
        Assert.That(_latch.Confirmed, Is.EqualTo(SameHost));

        _latch.Announce(Proxy);
        Assert.That(_latch.Destination(_heard), Is.EqualTo(Proxy));
    }

    private bool Send(in TransportAddress from, Ssrc source) => _latch.TryAccept(from, source, new SequenceNumber(++_number), isAuthentic: false, _now);

    private int PacketsUntilBelieved(in TransportAddress from)
    {
        for (var i = 1; i < 100; i++)
        {
            if (Send(from, Voice))
                return i;

            _now += TimeSpan.FromMilliseconds(20);
        }

        return -1;
    }

    private static TransportAddress Of(byte a, byte b, byte c, byte d, ushort port) =>
        TransportAddress.FromIPv4(((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d, port);
}
