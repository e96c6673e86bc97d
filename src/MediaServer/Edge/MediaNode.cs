using System.Net;
using System.Net.Sockets;
using MediaServer.Peers;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;

namespace MediaServer.Edge;

/// <summary>
/// The media side of one process: its shards, which rooms they carry, and the letters to them. Any thread may call it; what it knows
/// itself is only where everybody is.
/// </summary>
public sealed class MediaNode : IMediaEvents, IDisposable
{
    private const int ShardShift = 48;
    private const long EngineTracks = 1L << (ShardShift - 1);

    private readonly MediaNodeOptions _options;
    private readonly IMediaEvents _events;
    private readonly MonotonicClock _clock = new();
    private readonly DtlsIdentity _identity;
    private readonly RelayNetwork _relays;
    private readonly EngineNetwork _engines;
    private readonly ShardThread[] _shards;
    private readonly EdgeCounters[] _counters;
    private readonly TcpPort[] _tcp;
    private readonly RoomPlacement _placement;
    private readonly RtpPorts _ports;
    private readonly Lock _gate = new();
    private long _lastPeer;
    private long _lastEngineTrack;

    public MediaNode(MediaNodeOptions options, IMediaEvents events)
    {
        _options = options;
        _events = events;
        _identity = DtlsIdentity.Create(DateTime.UtcNow - DateTime.UnixEpoch);
        _relays = new RelayNetwork(options.Shards);
        _engines = new EngineNetwork(options.Shards);
        _placement = new RoomPlacement(options.Shards, options.PeersPerShardAndRoom);
        _shards = new ShardThread[options.Shards];
        _counters = new EdgeCounters[options.Shards];
        _tcp = new TcpPort[options.Shards];
        for (var i = 0; i < options.Shards; i++)
            _counters[i] = new EdgeCounters();

        _ports = new RtpPorts(ListenAddress(), options.FirstRtpPort, options.LastRtpPort, _counters, options.Udp.UseBatching);
        Terminals = new TerminalLegs(this);
        for (var i = 0; i < options.Shards; i++)
            _shards[i] = Open(i);

        _relays.Connect(_shards);
    }

    public Fingerprint Fingerprint => _identity.Fingerprint;

    public IReadOnlyList<ShardView> Shards => [.. _shards.Select((shard, i) => new ShardView(shard, _counters[i], _tcp[i]))];

    public bool IsRunning => Array.TrueForAll(_shards, shard => shard.IsRunning);

    public string Features { get; private set; } = "";

    /// <summary>The media of SIP calls.</summary>
    public TerminalLegs Terminals { get; }

    /// <summary>Ports of terminals that are open now.</summary>
    public int TerminalPorts => _ports.Taken;

    /// <summary>Packets of engines that found a shard too far behind.</summary>
    public long EngineDrops => _engines.Dropped;

    internal RtpPorts Ports => _ports;

    /// <summary>What descriptions for terminals name: an IPv4 address if we have one, because every terminal has.</summary>
    internal IPAddress TerminalHost =>
        _options.AnnouncedAddresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
        ?? _options.AnnouncedAddresses[0];

    public void Start()
    {
        foreach (var shard in _shards)
        {
            shard.Start();
            _ports.Start(shard.Index, shard.Wake);
            _tcp[shard.Index].Start(shard.Wake, route => shard.Post(new ShardLetter.RouteClosed(route)));
        }
    }

    /// <summary>Takes a place for a peer: its id, and the shard whose candidates it is to be told.</summary>
    public PeerPlace TakePlace(RoomId room)
    {
        lock (_gate)
        {
            var shard = _placement.Take(room, out var isNewHere);
            if (isNewHere)
            {
                foreach (var other in _placement.Others(room, shard))
                {
                    _shards[shard].Post(new ShardLetter.Link(room, other));
                    _shards[other].Post(new ShardLetter.Link(room, shard));
                }
            }

            return new PeerPlace(new PeerId(((long)shard << ShardShift) | ++_lastPeer), room, shard);
        }
    }

    /// <summary>The peer did not come after all.</summary>
    public void GiveBack(PeerPlace place)
    {
        lock (_gate)
        {
            if (!_placement.GiveBack(place.Room, place.Shard))
                return;

            foreach (var other in _placement.Others(place.Room, place.Shard))
            {
                _shards[place.Shard].Post(new ShardLetter.Unlink(place.Room, other));
                _shards[other].Post(new ShardLetter.Unlink(place.Room, place.Shard));
            }
        }
    }

    public IReadOnlyList<Candidate> CandidatesOf(int shard)
    {
        var port = _options.FirstPort + shard;
        var candidates = new List<Candidate>();
        var preference = ushort.MaxValue;
        foreach (var address in _options.AnnouncedAddresses)
        {
            candidates.Add(IceCandidate.HostUdp(TransportAddress.From(address, port), preference));
            preference--;
        }

        var other = 8_191;
        foreach (var address in _options.AnnouncedAddresses)
            candidates.Add(IceCandidate.HostTcpPassive(TransportAddress.From(address, port), other--));

        return candidates;
    }

    /// <summary>False when the shard is overloaded or stopping.</summary>
    public bool TryAdd(PeerSetup setup) => Post(setup.Id, new ShardLetter.AddPeer(setup));

    public bool TryRemove(PeerId peer) => Post(peer, new ShardLetter.RemovePeer(peer));

    public bool Post(PeerId peer, ShardLetter letter) => _shards[(int)(peer.Value >> ShardShift)].Post(letter);

    /// <summary>To every half of the room.</summary>
    public void Post(RoomId room, ShardLetter letter)
    {
        lock (_gate)
        {
            foreach (var shard in _placement.Others(room, -1))
                _shards[shard].Post(letter);
        }
    }

    /// <summary>
    /// A thread of its own for engines: mixers, recorders. <paramref name="wake"/> is called on shards' threads when something waits in
    /// the port; a thread that wakes by itself often enough needs none.
    /// </summary>
    public EnginePort OpenEnginePort(Action wake) => _engines.Open(this, _clock, wake);

    public void CloseAll()
    {
        foreach (var shard in _shards)
            shard.Post(new ShardLetter.CloseAll());
    }

    public void Dispose()
    {
        foreach (var shard in _shards)
            shard?.Dispose();

        _ports.Dispose();
        _relays.Dispose();
        _engines.Dispose();
        _identity.Dispose();
    }

    internal void Wake(int shard) => _shards[shard].Wake();

    /// <summary>An id beside those that the shard gives itself.</summary>
    internal TrackId NextEngineTrack(int shard) => new(((long)shard << ShardShift) | EngineTracks | Interlocked.Increment(ref _lastEngineTrack));

    void IMediaEvents.Raise(MediaEvent what)
    {
        if (what is MediaEvent.PeerGone(var peer, var room, _))
        {
            Terminals.Gone(peer);
            GiveBack(new PeerPlace(peer, room, (int)(peer.Value >> ShardShift)));
        }

        _events.Raise(what);
    }

    private ShardThread Open(int index)
    {
        var identity = new ShardIdentity
        {
            Index = index,
            Epoch = _clock.Epoch,
            Dtls = _identity,
            Seed = BitConverter.ToInt32(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4)),
            PoolBytes = _options.PoolBytesPerShard,
            Peers = _options.Peers,
        };
        var local = new IPEndPoint(ListenAddress(), _options.FirstPort + index);
        IDatagramPort udp = OperatingSystem.IsLinux() && _options.Udp.UseBatching
            ? new BatchedUdpPort(local, _options.Udp, _counters[index], _ports[index].Descriptor)
            : new PortableUdpPort(local, _counters[index]);
        Features = udp.Features;
        _tcp[index] = new TcpPort(local);
        return new ShardThread(identity, udp, _tcp[index], _ports, _relays, _engines, _clock, _options.Threads, this);
    }

    /// <summary>A socket for both families costs every IPv4 packet a little; it is opened only when an IPv6 address is announced.</summary>
    private IPAddress ListenAddress() =>
        _options.ListenAddress.Equals(IPAddress.Any) && _options.AnnouncedAddresses.Any(address => address.AddressFamily == AddressFamily.InterNetworkV6)
            ? IPAddress.IPv6Any
            : _options.ListenAddress;
}

/// <summary>A place in a room that has been taken for somebody.</summary>
public readonly record struct PeerPlace(PeerId Peer, RoomId Room, int Shard);

/// <summary>What anyone may read of a running shard.</summary>
public sealed class ShardView
{
    private readonly ShardThread _shard;
    private readonly EdgeCounters _edge;
    private readonly TcpPort _tcp;

    internal ShardView(ShardThread shard, EdgeCounters edge, TcpPort tcp)
    {
        _shard = shard;
        _edge = edge;
        _tcp = tcp;
    }

    public ForwardingCounters Counters => _shard.Core.Counters;

    public double Busy => _shard.Busy;

    public int PoolOutstanding => _shard.Core.Pool.Outstanding;

    public int TrackCount => _shard.Core.TrackCount;

    public int PeerCount => _shard.Core.PeerCount;

    public long SendFailures => _edge.SendFailures;

    public long StreamDrops => _tcp.Dropped;

    /// <summary>What came to terminals' ports faster than the shard took it.</summary>
    public long TerminalDrops => _shard.TerminalDrops;
}
