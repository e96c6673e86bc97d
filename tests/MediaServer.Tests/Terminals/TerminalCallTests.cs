using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Terminals;
using MediaServer.Tests.Edge;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtmf;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;

namespace MediaServer.Tests.Terminals;

/// <summary>Calls over real ports, by the one face that signalling has of them; both ways to read ports.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class TerminalCallTests(bool useBatching)
{
    private static readonly TerminalPlace Place = new(new RoomId("room"), new ParticipantId("telephone"));

    private EventQueue _events = null!;
    private MediaNode _node = null!;
    private Socket _telephone = null!;

    [SetUp]
    public void Open()
    {
        _events = new EventQueue();
        var first = FreePorts();
        _node = new MediaNode(
            new MediaNodeOptions
            {
                Shards = 2,
                FirstPort = LoopbackPort.Find(count: 2),
                ListenAddress = IPAddress.Loopback,
                FirstRtpPort = first,
                LastRtpPort = first + 7,
                PeersPerShardAndRoom = 1,
                Udp = new() { UseBatching = useBatching },
            },
            _events);
        _node.Start();
        _telephone = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        _telephone.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    [TearDown]
    public void End()
    {
        _telephone.Dispose();
        _node.Dispose();
    }

    [Test]
    public void A_call_is_answered_heard_moved_and_gives_its_ports_back()
    {
        Assert.That(_node.Terminals.TryAnswer(Offer(), Place, new(), out var call, out var refusal), Is.True, refusal.ToString());
        Assert.That(_node.TerminalPorts, Is.EqualTo(4));
        var port = call!.Agreement!.Audio!.LocalPort;
        Assert.That(SpeakAndHear(port), Is.EqualTo(172), "silence in PCMA");

        var before = call.Peer;
        call.Enter(new TerminalPlace(new RoomId("another"), new ParticipantId("telephone")));
        Assert.That(_events.Await<MediaEvent.PeerGone>(gone => gone.Peer == before), Is.True);
        Assert.That(SpeakAndHear(port), Is.EqualTo(172), "in the next room");
        Assert.That(_node.TerminalPorts, Is.EqualTo(4));

        Assert.That(call.TryRenew(Offer("sendonly"), out refusal), Is.True, refusal.ToString());
        Assert.That(call.Description, Does.Contain("a=recvonly"));
        call.Close();
        Assert.That(_events.Await<MediaEvent.PeerGone>(gone => gone.Peer == call.Peer), Is.True);
        Assert.That((_node.TerminalPorts, _node.Terminals.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_refused_offer_and_a_full_range_leave_nothing_open()
    {
        Assert.That(_node.Terminals.TryAnswer("v=0\r\nm=audio 4000 RTP/AVP 18\r\n", Place, new(), out _, out var refusal), Is.False);
        Assert.That((refusal.StatusCode, _node.TerminalPorts, _node.Terminals.Count), Is.EqualTo((488, 0, 0)));

        Assert.That(_node.Terminals.TryAnswer(Offer(), Place, new(), out var one, out _), Is.True);
        Assert.That(_node.Terminals.TryOffer(Place, new(), OfferBreadth.SoundAndPicture, out var two, out _), Is.True);
        Assert.That(_node.Terminals.TryAnswer(Offer(), Place, new(), out _, out refusal), Is.False);
        Assert.That((refusal.Reason, refusal.StatusCode), Is.EqualTo((TerminalRefusalReason.NoPort, 503)));

        two!.Close();
        one!.Close();
        Assert.That(_events.Await<MediaEvent.PeerGone>(gone => gone.Peer == one.Peer), Is.True);
        Assert.That(_node.TerminalPorts, Is.Zero);
    }

    [Test]
    public void Who_refuses_all_else_is_offered_keys_by_DTLS_and_then_nothing()
    {
        Assert.That(_node.Terminals.TryOffer(Place, new(), OfferBreadth.PlainSound, out var call, out _), Is.True);
        Assert.That(call!.TryOfferLess(), Is.True);
        Assert.That(call.Description, Does.Match(@"m=video \d+ UDP/TLS/RTP/SAVP").And.Contain("a=fingerprint").And.Contain("a=setup:actpass"));
        Assert.That(call.TryOfferLess(), Is.True);
        Assert.That(call.Description, Does.Match(@"m=audio \d+ UDP/TLS/RTP/SAVP").And.Not.Contain("m=video"));
        Assert.That(call.TryOfferLess(), Is.False);
        call.Close();
        Assert.That(() => _node.TerminalPorts, Is.Zero.After(5_000, 20));
    }

    [Test]
    public void What_we_offer_is_narrowed_after_a_refusal_and_begins_with_the_answer()
    {
        Assert.That(_node.Terminals.TryOffer(Place, new(), OfferBreadth.SoundAndPicture, out var call, out _), Is.True);
        Assert.That(call!.Description, Does.Contain("m=video"));
        Assert.That(call.TryOfferLess(), Is.True);
        Assert.That(call.Description, Does.Not.Contain("m=video"));
        Assert.That(call.TryOfferLess(), Is.True);
        Assert.That(call.Description, Does.Match(@"m=audio \d+ RTP/AVP 8 0 101\r\n").And.Not.Contain("a=crypto"));
        Assert.That(call.TryAccept(Offer(), out var refusal), Is.True, refusal.ToString());
        Assert.That(call.TryAccept(Offer(), out _), Is.True, "what was heard before is answered once more when he takes up");
        Assert.That(SpeakAndHear(call.Agreement!.Audio!.LocalPort), Is.EqualTo(172));
        call.OfferAgain();
        Assert.That(call.Description, Is.EqualTo(call.Agreement.Local.ToString()));
        call.Close();
        Assert.That(_events.Await<MediaEvent.PeerGone>(gone => gone.Peer == call.Peer), Is.True);
        Assert.That(_node.TerminalPorts, Is.Zero);
    }

    [Test]
    public void Keys_are_dialled_in_place_of_the_sound_each_once_and_silence_goes_on_behind_them()
    {
        Assert.That(_node.Terminals.TryAnswer(Offer(), Place, new(), out var deaf, out _), Is.True);
        Assert.That(deaf!.TryDial("1"), Is.False, "it has agreed on no telephone events");
        deaf.Close();

        var offer = Offer().Replace("AVP 8", "AVP 8 101", StringComparison.Ordinal) + "a=rtpmap:101 telephone-event/8000\r\n";
        Assert.That(_node.Terminals.TryAnswer(offer, Place, new(), out var call, out var refusal), Is.True, refusal.ToString());
        SpeakAndHear(call!.Agreement!.Audio!.LocalPort);
        Assert.That(call.TryDial("5-#"), Is.True);

        var (keys, heard, numbers, behind) = (new DtmfReceiver(), "", new List<ushort>(), 0);
        var packet = new byte[2_000];
        while (behind < 5)
        {
            var length = _telephone.Receive(packet);
            Assert.That(RtpPacket.TryParse(packet.AsSpan(0, length), out var rtp), Is.True);
            numbers.Add(rtp.SequenceNumber.Value);
            if (rtp.PayloadType.Value == 101 && keys.TryReceive(rtp.Payload, rtp.Timestamp, Instant.Zero, out var digit))
                heard += digit.Symbol;
            behind = heard == "5#" && rtp.PayloadType.Value == 8 ? behind + 1 : 0;
        }

        Assert.That(numbers.Zip(numbers.Skip(1), (a, b) => (ushort)(b - a)), Is.All.EqualTo(1), "one stream, without a hole");
        Assert.That(numbers, Has.Count.LessThan(60), "two keys of 120 ms with 100 ms behind each");
        call.Close();
    }

    private string Offer(string direction = "sendrecv") =>
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)_telephone.LocalEndPoint!).Port} RTP/AVP 8\r\na={direction}\r\n";

    /// <summary>Speaks until something is heard, as telephones do: a first packet may come before its room is ready. The length of what is heard.</summary>
    private int SpeakAndHear(int port)
    {
        while (_telephone.Available > 0)
            _telephone.Receive(new byte[2_000]);

        var packet = new byte[172];
        packet[0] = 0x80;
        packet[1] = 8;
        for (var tries = 0; tries < 50; tries++)
        {
            packet[3]++;
            _telephone.SendTo(packet, new IPEndPoint(IPAddress.Loopback, port));
            if (_telephone.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead))
                return _telephone.Receive(new byte[2_000]);
        }

        return 0;
    }

    /// <summary>Eight in a row, the first even, free a moment ago.</summary>
    internal static int FreePorts()
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var first = LoopbackPort.Find() / 2 * 2;
            var sockets = new List<Socket>();
            try
            {
                for (var i = 0; i < 8; i++)
                {
                    sockets.Add(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
                    sockets[^1].Bind(new IPEndPoint(IPAddress.Loopback, first + i));
                }

                return first;
            }
            catch (SocketException)
            {
                // Somebody has one of them.
            }
            finally
            {
                sockets.ForEach(socket => socket.Dispose());
            }
        }

        throw new InvalidOperationException("There are no eight free ports in a row.");
    }

    private sealed class EventQueue : IMediaEvents
    {
        private readonly BlockingCollection<MediaEvent> _events = [];

        public void Raise(MediaEvent what) => _events.Add(what);

        public bool Await<T>(Predicate<T> wanted)
            where T : MediaEvent
        {
            while (_events.TryTake(out var what, TimeSpan.FromSeconds(5)))
            {
                if (what is T one && wanted(one))
                    return true;
            }

            return false;
        }
    }
}
