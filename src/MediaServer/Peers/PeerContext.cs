using MediaServer.Packets;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Terminals;
using MediaServer.Tracks;
using Protocols;
using Protocols.Congestion;

namespace MediaServer.Peers;

/// <summary>What all peers of a shard share.</summary>
internal sealed class PeerContext(ShardIdentity identity, Egress egress, IMediaEvents events)
{
    private const int ShardShift = 48;

    private readonly List<Peer> _dirty = [];
    private readonly ReceiverAllocation _allocation = new(events);
    private long _tracks;
    private int _nextDirty;

    public int PublishedTracks { get; set; }

    /// <summary>The time of the input that is being handled.</summary>
    public Instant Now { get; set; }

    /// <summary>Room for one compound, built and sent before the next.</summary>
    public byte[] RtcpScratch { get; } = new byte[1180];

    public PacketResult[] FeedbackScratch { get; } = new PacketResult[SentPackets.MostPackets];

    public ShardIdentity Identity { get; } = identity;

    public Egress Egress { get; } = egress;

    public IMediaEvents Events { get; } = events;

    /// <summary>Tracks with packets that their subscribers have not been offered yet.</summary>
    public List<PublishedTrack> Gathering { get; } = [];

    public TerminalTable Terminals { get; } = new();

    public PacketPool Pool { get; } = new(identity.PoolBytes);

    public SendScratch Scratch { get; } = new();

    public ForwardingCounters Counters { get; } = new();

    public Random Random { get; } = new(identity.Seed);

    public PeerOptions Options => Identity.Peers;

    public NtpTime WallClock(Instant now) => Identity.Epoch + (now - Instant.Zero);

    /// <summary>When our wall clock shows this.</summary>
    public Instant MomentOf(NtpTime wall) => Instant.Zero + (wall - Identity.Epoch);

    /// <summary>The peer has something to send at the end of the turn.</summary>
    public void MarkDirty(Peer peer)
    {
        if (peer.IsDirty)
            return;

        peer.IsDirty = true;
        _dirty.Add(peer);
    }

    /// <summary>The peer's deadlines may have changed as well.</summary>
    public void MarkTouched(Peer peer)
    {
        peer.IsTouched = true;
        MarkDirty(peer);
    }

    public bool TryTakeDirty(out Peer peer)
    {
        if (_nextDirty == _dirty.Count)
        {
            _dirty.Clear();
            _nextDirty = 0;
            peer = null!;
            return false;
        }

        Approach(_nextDirty);
        peer = _dirty[_nextDirty++];
        peer.IsDirty = false;
        return true;
    }

    private void Approach(int from)
    {
        const int stages = ISubscriber.StagesToSend;
        if (from + stages + 1 < _dirty.Count)
            CacheLine.Fetch(_dirty[from + stages + 1], Peer.NearBytes);

        for (var stage = 0; stage < stages; stage++)
        {
            if (from + stages - stage < _dirty.Count)
                _dirty[from + stages - stage].Approach(stage);
        }
    }

    /// <summary>Divides the peer's bandwidth over what it watches.</summary>
    public void Allocate(Peer peer)
    {
        if (peer.IsConnected && peer.Outgoing.Count > 0)
            _allocation.Run(peer, peer.Room.Dominant, Now);
    }

    public TrackId NextTrackId() => new(((long)Identity.Index << ShardShift) | ++_tracks);
}
