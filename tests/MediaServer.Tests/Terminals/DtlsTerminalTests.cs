using System.Net;
using System.Net.Sockets;
using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Tests.Edge;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;
using Protocols.Srtp;

namespace MediaServer.Tests.Terminals;

/// <summary>Terminals and browsers behind SIP that agree on keys by DTLS, over real ports, with ICE and without.</summary>
public sealed class DtlsTerminalTests : IMediaEvents
{
    private static readonly TerminalPlace Place = new(new RoomId("menu"), new ParticipantId("telephone")) { SignallingHost = IPAddress.Loopback };

    private MediaNode _node = null!;

    [SetUp]
    public void Open()
    {
        var first = TerminalCallTests.FreePorts();
        _node = new MediaNode(
            new MediaNodeOptions { Shards = 2, FirstPort = LoopbackPort.Find(count: 2), ListenAddress = IPAddress.Loopback, FirstRtpPort = first, LastRtpPort = first + 7, PeersPerShardAndRoom = 1 },
            this);
        _node.Start();
    }

    [TearDown]
    public void End() => _node.Dispose();

    void IMediaEvents.Raise(MediaEvent what)
    {
    }

    [TestCase(SetupRole.ActPass, "UDP/TLS/RTP/SAVP", "passive")]
    [TestCase(SetupRole.Active, "UDP/TLS/RTP/SAVPF", "passive")]
    [TestCase(SetupRole.Passive, "UDP/TLS/RTP/SAVP", "active")]
    public void A_terminal_is_heard_and_hears_under_the_same_keys_in_one_room_and_the_next(SetupRole setup, string protocol, string ours)
    {
        using var telephone = new DtlsTelephone(setup == SetupRole.Passive ? DtlsRole.Server : DtlsRole.Client);
        Assert.That(_node.Terminals.TryAnswer(telephone.Offer(protocol, setup), Place, new(), out var call, out var refusal), Is.True, refusal.ToString());
        Assert.That(call!.Description, Does.Contain($"m=audio {call.Agreement!.Audio!.LocalPort} {protocol} 8").And.Contain($"a=setup:{ours}").And.Contain("a=rtcp-mux").And.Not.Contain("a=crypto"));

        telephone.Answer(call.Description);
        telephone.Connect();
        Assert.That(telephone.SpeakAndHear(), Is.True, "in the menu");
        call.Enter(new TerminalPlace(new RoomId("meeting"), new ParticipantId("telephone")) { SignallingHost = IPAddress.Loopback });
        call.Enter(new TerminalPlace(new RoomId("menu"), new ParticipantId("telephone")) { SignallingHost = IPAddress.Loopback });
        call.Enter(new TerminalPlace(new RoomId("meeting"), new ParticipantId("telephone")) { SignallingHost = IPAddress.Loopback });
        telephone.Forget();
        Assert.That(telephone.SpeakAndHear(), Is.True, "in the meeting");

        Assert.That(call.TryRenew(telephone.Offer(protocol, SetupRole.ActPass), out refusal), Is.True, refusal.ToString());
        Assert.That(call.Description, Does.Contain($"a=setup:{ours}"), "a refresh keeps who is who");
        Assert.That(telephone.SpeakAndHear(), Is.True, "after a refresh");
        call.Close();
    }

    [TestCase(SetupRole.Active)]
    [TestCase(SetupRole.Passive)]
    public void A_terminal_that_we_call_chooses_who_begins_and_is_heard_and_hears(SetupRole setup)
    {
        using var telephone = new DtlsTelephone(setup == SetupRole.Active ? DtlsRole.Client : DtlsRole.Server);
        var policy = new TerminalPolicy { Srtp = SrtpRule.Dtls, AllowVideo = false };
        Assert.That(_node.Terminals.TryOffer(Place, policy, OfferBreadths.For(policy), out var call, out var refusal), Is.True, refusal.ToString());
        Assert.That(call!.Description, Does.Match(@"m=audio \d+ UDP/TLS/RTP/SAVP ").And.Contain("a=setup:actpass"));
        telephone.Answer(call.Description);
        Assert.That(call.TryAccept(telephone.Offer("UDP/TLS/RTP/SAVP", setup), out refusal), Is.True, refusal.ToString());
        telephone.Connect();
        Assert.That(telephone.SpeakAndHear(), Is.True);

        call.OfferAgain();
        Assert.That(call.TryAccept(telephone.Offer("UDP/TLS/RTP/SAVP", setup), out refusal), Is.True, refusal.ToString());
        Assert.That(telephone.SpeakAndHear(), Is.True, "after a refresh by our offer");
        call.Close();
    }

    [Test]
    public void A_browser_behind_SIP_finds_us_by_ICE()
    {
        using var browser = new DtlsTelephone(DtlsRole.Client, hasIce: true);
        Assert.That(_node.Terminals.TryAnswer(browser.Offer("UDP/TLS/RTP/SAVPF", SetupRole.ActPass), Place with { SignallingHost = null }, new(), out var call, out var refusal), Is.True, refusal.ToString());
        Assert.That(call!.Description, Does.Contain("a=ice-lite").And.Contain("a=candidate:").And.Contain("a=mid:0"));
        browser.Answer(call.Description);
        browser.Connect();
        Assert.That(browser.SpeakAndHear(), Is.True);
        call.Close();
    }

    [Test]
    public void Who_shows_another_certificate_than_he_said_hears_nothing()
    {
        using var telephone = new DtlsTelephone(DtlsRole.Client);
        using var other = new DtlsTelephone(DtlsRole.Client);
        Assert.That(_node.Terminals.TryAnswer(telephone.Offer("UDP/TLS/RTP/SAVP", SetupRole.ActPass).Replace(telephone.FingerprintText, other.FingerprintText, StringComparison.Ordinal), Place, new(), out var call, out _), Is.True);
        telephone.Answer(call!.Description);
        telephone.Handshake(() => telephone.State == DtlsState.Failed);
        Assert.That(telephone.State, Is.EqualTo(DtlsState.Failed));
        call.Close();
    }

    [TestCase("a=rtcp-mux\r\n", "", "NoRtcpMux")]
    [TestCase("a=setup:actpass", "a=setup:holdconn", "encrypted")]
    [TestCase("a=fingerprint:sha-256", "a=fingerprint:md5", "encrypted")]
    public void What_is_missing_for_it_is_refused_with_the_reason(string part, string instead, string word)
    {
        using var telephone = new DtlsTelephone(DtlsRole.Client);
        var offer = telephone.Offer("UDP/TLS/RTP/SAVP", SetupRole.ActPass).Replace(part, instead, StringComparison.Ordinal);
        Assert.That(_node.Terminals.TryAnswer(offer, Place, new(), out _, out var refusal), Is.False);
        Assert.That($"{refusal}", Does.StartWith("488").And.Contain(word));
    }

    /// <summary>The other end: one socket, one certificate, sound in A-law.</summary>
    private sealed class DtlsTelephone : IDtlsOutput, IIceOutput, IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly DtlsIdentity _identity = DtlsIdentity.Create(DateTime.UtcNow - DateTime.UnixEpoch);
        private readonly MonotonicClock _clock = new();
        private readonly DtlsSession _dtls;
        private readonly IceFullAgent? _ice;
        private readonly byte[] _buffer = new byte[2_000];
        private SrtpSender? _sender;
        private SrtpReceiver? _receiver;
        private IPEndPoint _server = new(IPAddress.Loopback, 0);
        private ushort _sequence;

        public DtlsTelephone(DtlsRole role, bool hasIce = false)
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _dtls = new DtlsSession(_identity, role, new DtlsOptions());
            if (hasIce)
                _ice = new IceFullAgent(IceCredentials.Create(SystemRandom.Instance), new IceFullOptions(), SystemRandom.Instance, _clock.Now);
        }

        public DtlsState State => _dtls.State;

        public string FingerprintText => $"{_identity.Fingerprint.Algorithm} {_identity.Fingerprint.Value}";

        public string Offer(string protocol, SetupRole setup) =>
            $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)_socket.LocalEndPoint!).Port} {protocol} 8\r\na=mid:0\r\na=rtcp-mux\r\na=setup:{setup.Text()}\r\na=fingerprint:{FingerprintText}\r\n"
            + (_ice is null ? "" : $"a=ice-ufrag:{_ice.Local.UsernameFragment}\r\na=ice-pwd:{_ice.Local.Password}\r\n");

        public void Answer(string text)
        {
            Assert.That(SessionDescription.TryParse(text, out var answer, out var error), Is.True, error);
            var line = answer!.Media[0];
            _server.Port = line.Port;
            Assert.That(Fingerprint.TryParse(line.Attributes.First("fingerprint"), out var fingerprint), Is.True);
            _dtls.ExpectedPeer = fingerprint;
            _ice?.SetRemote(new(line.Attributes.First("ice-ufrag")!, line.Attributes.First("ice-pwd")!), _clock.Now);
            _ice?.AddRemote(IceRoute.Udp(TransportAddress.From(_server.Address, _server.Port)), IceCandidate.HostUdpPriority, _clock.Now);
        }

        public void Connect()
        {
            Handshake(() => _dtls.State == DtlsState.Connected);
            Assert.That(_dtls.State, Is.EqualTo(DtlsState.Connected), _dtls.FailureReason);
            _sender = new SrtpSender(_dtls.Profile!.Value, _dtls.LocalKeys!);
            Forget();
        }

        /// <summary>What was heard so far is another's; numbers may begin anew.</summary>
        public void Forget()
        {
            _receiver?.Dispose();
            _receiver = new SrtpReceiver(_dtls.Profile!.Value, _dtls.RemoteKeys!);
        }

        public void Handshake(Func<bool> isOver)
        {
            var until = _clock.Now + TimeSpan.FromSeconds(15);
            if (_ice is null)
                _dtls.Start(_clock.Now, this);
            while (!isOver() && _clock.Now < until)
            {
                _ice?.Advance(_clock.Now, this);
                _dtls.Advance(_clock.Now, this);
                if (_ice?.Selected is not null)
                    _dtls.Start(_clock.Now, this);
                if (!_socket.Poll(TimeSpan.FromMilliseconds(10), SelectMode.SelectRead))
                    continue;

                var length = _socket.Receive(_buffer);
                if (_buffer[0] <= 3)
                    _ice?.Receive(_buffer.AsSpan(0, length), IceRoute.Udp(TransportAddress.From(_server.Address, _server.Port)), _clock.Now, this);
                else if (_buffer[0] < 64)
                    _dtls.Receive(_buffer.AsSpan(0, length), _clock.Now, this);
                else
                    Assert.Fail("media came before there were keys");
            }
        }

        /// <summary>Speaks until something is heard that is encrypted with our keys.</summary>
        public bool SpeakAndHear()
        {
            while (_socket.Available > 0)
                _socket.Receive(_buffer);

            var packet = new byte[256];
            for (var tries = 0; tries < 200; tries++)
            {
                packet.AsSpan().Clear();
                (packet[0], packet[1], packet[2], packet[3], packet[11]) = (0x80, 8, (byte)(++_sequence >> 8), (byte)_sequence, 7);
                _socket.SendTo(packet.AsSpan(0, _sender!.ProtectRtp(packet, 12, 172, 0)), _server);
                if (!_socket.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
                    continue;

                var length = _socket.Receive(_buffer);
                if (_buffer[0] >= 128 && _buffer[1] == 8 && _receiver!.UnprotectRtp(_buffer.AsSpan(0, length), out var plain) == DropReason.None && plain == 172)
                    return true;
            }

            return false;
        }

        public void Dispose()
        {
            _sender?.Dispose();
            _receiver?.Dispose();
            _dtls.Dispose();
            _identity.Dispose();
            _socket.Dispose();
        }

        void IDtlsOutput.Send(ReadOnlySpan<byte> datagram) => _socket.SendTo(datagram, _server);

        void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram) => _socket.SendTo(datagram, _server);
    }
}
