using Client;
using MediaServer.Edge;
using MediaServer.Packets;
using MediaServer.Peers;
using MediaServer.Relays;
using MediaServer.Rooms;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Congestion;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Micro;

/// <summary>
/// One shard, one publisher and many receivers who have really connected, without any socket: what the shard sends is copied once,
/// as a kernel would, and forgotten. What remains of the cost of a packet is ours.
/// </summary>
internal sealed class FanOutWorld : IEgress, IRelay, IMediaEvents, IDisposable
{
    private const int PayloadLength = 1_160;
    private const int SocketMemory = 128 * 1024;

    private static readonly TimeSpan UnixTimeAtZero = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch;
    private static readonly RoomId Room = new("room");

    private readonly DtlsIdentity _identity = DtlsIdentity.Create(UnixTimeAtZero);
    private readonly List<Person> _people = [];
    private readonly Queue<(TransportAddress To, byte[] Datagram)> _onTheWay = new();
    private readonly byte[] _socket = new byte[SocketMemory];
    // A VP8 descriptor with everything in it, and the beginning of a key frame of 640 by 360.
    private readonly byte[] _payload = [0x90, 0xF0, 0x80, 0, 7, 0x23, 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01, .. new byte[PayloadLength - 16]];
    private readonly byte[][] _burst = new byte[64][];
    private readonly int[] _burstLengths = new int[64];
    private readonly ShardCore _core;
    private int _waiting;
    private bool _isRunning;
    private uint _ssrc = 0x1000_0000;
    private uint _frame;
    private int _written;

    public FanOutWorld(int receivers)
    {
        var options = new PeerOptions
        {
            // Nobody says a word here once all are in, so nobody may be slowed down or given up for want of words.
            Ice = new IceOptions { DisconnectedAfter = TimeSpan.FromDays(9), ConsentTimeout = TimeSpan.FromDays(9) },
            Sending = new PeerSenderOptions { Congestion = new CongestionOptions { Estimator = new EstimatorOptions { Min = Bitrate.Megabits(100), Max = Bitrate.Megabits(100) } } },
        };
        _core = new ShardCore(
            new ShardIdentity { Index = 0, Epoch = NtpTime.FromUnix(UnixTimeAtZero), Dtls = _identity, Seed = 1, Peers = options }, this, this, this);
        for (var i = 0; i < _burst.Length; i++)
            _burst[i] = new byte[PacketPool.SlotSize];

        Join(ClientSection.Send(CodecChoice.Vp8), null);
        Settle();
        for (var i = 0; i < receivers; i++)
            Join(ClientSection.Receive(CodecChoice.Vp8), new StreamWish(new SourceChoice.Of(new ParticipantId("person 1"), TrackSource.Camera)));

        Settle();
        _isRunning = true;
        for (var i = 0; i < 2_000; i++)
            Forward(8);
    }

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromSeconds(1);

    /// <summary>One frame of so many packets comes in and goes out to everybody.</summary>
    public void Forward(int packets)
    {
        Now += TimeSpan.FromMilliseconds(5);
        Write(packets);
        for (var i = 0; i < packets; i++)
            _core.Receive(IceRoute.Udp(_people[0].Address), _burst[i].AsSpan(0, _burstLengths[i]), Now);

        if (_core.NextDeadline <= Now)
            _core.Advance(Now);

        _core.Flush(Now);
    }

    public void Dispose()
    {
        _core.Dispose();
        foreach (var person in _people)
            person.Client.Dispose();
    }

    void IEgress.Send(EgressBatch batch)
    {
        foreach (ref readonly var message in batch.Messages)
        {
            var bytes = batch.Bytes(message);
            if (_isRunning)
            {
                _written = _written + bytes.Length > SocketMemory ? 0 : _written;
                bytes.CopyTo(_socket.AsSpan(_written));
                _written += bytes.Length;
                continue;
            }

            for (var at = 0; at < bytes.Length; at += message.SegmentSize)
                _onTheWay.Enqueue((message.Route.Remote, bytes.Slice(at, Math.Min(message.SegmentSize, bytes.Length - at)).ToArray()));
        }
    }

    bool IRelay.TrySend(int toShard, TrackId track, int encoding, ReadOnlySpan<byte> packet, Instant arrivedAt) => false;

    void IRelay.Post(int toShard, ShardLetter letter)
    {
    }

    void IMediaEvents.Raise(MediaEvent what)
    {
    }

    private void Write(int packets)
    {
        _frame++;
        _payload[2] = (byte)(0x80 | (_frame >> 8));
        _payload[3] = (byte)_frame;

        // Key frames until all have begun, then none.
        _payload[6] = (byte)(_isRunning ? 0x11 : 0x10);
        for (_waiting = 0; _waiting < packets;)
        {
            _payload[0] = (byte)(_waiting == 0 ? 0x90 : 0x80);
            _people[0].Client.Tracks[0].Send(
                new OutgoingPacket(_payload, new RtpTimestamp(_frame * 450)) { Marker = _waiting == packets - 1 }, Now);
        }
    }

    private void Join(ClientSection section, StreamWish? wish)
    {
        var number = _people.Count + 1;
        var person = new Person(this, TransportAddress.FromIPv4(0x0A010000 + (uint)number, 5_000), section);
        _people.Add(person);
        if (!SessionDescription.TryParse(person.Client.MakeOffer(), out var offer, out var error))
            throw new InvalidOperationException(error.ToString());

        var local = new WebRtcLocal
        {
            SessionId = (ulong)number,
            Ice = IceCredentials.Create(SystemRandom.Instance),
            Candidates = [IceCandidate.HostUdp(TransportAddress.FromIPv4(0x0A000001, 40_000), ushort.MaxValue)],
            Fingerprints = [_identity.Fingerprint],
            Streams = wish is null ? [] : [new LocalStream { Kind = MediaKind.Video, Mid = offer.Media[0].Mid, Ssrc = new Ssrc(++_ssrc), RtxSsrc = new Ssrc(++_ssrc), Cname = "c", Msid = new Msid("c", "v") }],
        };
        if (!WebRtcAnswer.TryAnswer(offer, local, new AnswerPolicy(), out var answer, out var session, out error))
            throw new InvalidOperationException(error.ToString());

        var wishes = new Dictionary<string, StreamWish>(StringComparer.Ordinal);
        if (wish is not null)
            wishes.Add(offer.Media[0].Mid!.Value.Value, wish);

        _core.Handle(
            new ShardLetter.AddPeer(new PeerSetup
            {
                Id = new PeerId(number),
                Room = Room,
                Participant = new ParticipantId($"person {number}"),
                LocalIce = local.Ice,
                Session = session,
                Role = session.DtlsRole,
                Wishes = wishes,
            }),
            Now);
        if (!person.Client.TryApplyAnswer(answer.ToString(), Now, out var refusal))
            throw new InvalidOperationException(refusal);
    }

    private void Settle()
    {
        for (var i = 0; i < 5_000 && (_people.Exists(person => person.Client.State != ClientState.Connected) || i < 1_000); i++)
        {
            Now += TimeSpan.FromMilliseconds(1);
            foreach (var person in _people)
                person.Client.Advance(Now);

            if (i % 20 == 0)
                WriteAndSend();

            if (_core.NextDeadline <= Now)
                _core.Advance(Now);

            _core.Flush(Now);
            while (_onTheWay.TryDequeue(out var one))
            {
                _people.Find(person => person.Address == one.To)?.Client.Receive(IceRoute.Udp(TransportAddress.FromIPv4(0x0A000001, 40_000)), one.Datagram, Now);
                _core.Flush(Now);
            }
        }

        if (_people.Exists(person => person.Client.State != ClientState.Connected))
            throw new InvalidOperationException("Not everybody could connect.");
    }

    private void WriteAndSend()
    {
        if (_people[0].Client.State != ClientState.Connected)
            return;

        Write(1);
        _core.Receive(IceRoute.Udp(_people[0].Address), _burst[0].AsSpan(0, _burstLengths[0]), Now);
    }

    private void Sending(Person person, ReadOnlySpan<byte> datagram)
    {
        // Media waits for its turn; everything else is let through at once.
        if (datagram[0] >= 128 && person == _people[0] && datagram.Length > 1_000)
        {
            datagram.CopyTo(_burst[_waiting]);
            _burstLengths[_waiting++] = datagram.Length;
            return;
        }

        _core.Receive(IceRoute.Udp(person.Address), datagram.ToArray(), Now);
    }

    private sealed class Person : IIceOutput, IClientEvents
    {
        private readonly FanOutWorld _world;

        public Person(FanOutWorld world, TransportAddress address, ClientSection section)
        {
            _world = world;
            Address = address;
            Client = new NativeClient(
                new ClientOptions
                {
                    Sections = [section],
                    Extensions = [RtpExtensionKind.TransportSequence, RtpExtensionKind.Mid],
                    UnixTimeAtZero = UnixTimeAtZero,
                },
                world._identity,
                SystemRandom.Instance,
                this,
                this);
        }

        public TransportAddress Address { get; }

        public NativeClient Client { get; }

        void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram) => _world.Sending(this, datagram);

        void IClientEvents.AskedForKeyFrame(OutgoingTrack track)
        {
        }

        void IClientEvents.Received(IncomingStream stream, in RtpPacket packet, Instant now)
        {
        }
    }
}
