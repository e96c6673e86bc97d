using System.Runtime.InteropServices;
using MediaServer.Engines;
using MediaServer.Packets;
using MediaServer.Peers;
using MediaServer.Relays;
using MediaServer.Rooms;
using MediaServer.Terminals;
using MediaServer.Tracks;
using Protocols;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Stun;

namespace MediaServer.Shards;

/// <summary>
/// Everything one shard owns, and the order in which it does things. It is told datagrams, letters and the time, and says datagrams
/// and events; it knows no socket, thread or clock. Invariant: a datagram is seen by one peer, and what it causes leaves at
/// <see cref="Flush"/>.
/// </summary>
public sealed class ShardCore : IDisposable
{
    private readonly ShardIdentity _identity;
    private readonly IRelay _relay;
    private readonly Egress _egress;
    private readonly PeerContext _context;
    private readonly PeerTable _peers = new();
    private readonly Dictionary<RoomId, Room> _rooms = [];
    private readonly Dictionary<TrackId, PublishedTrack> _relayed = [];
    private readonly DeadlineHeap<Peer> _deadlines = new();
    private readonly DeadlineHeap<PacedPeer> _paced = new();
    private readonly List<Room> _emptied = [];
    private readonly ShardTerminals _terminals;
    private readonly ShardEngines _engines;
    private Instant _roomsDue = Instant.Zero;

    public ShardCore(ShardIdentity identity, IEgress world, IRelay relay, IMediaEvents events)
    {
        _identity = identity;
        _relay = relay;
        _egress = new Egress(world);
        _context = new PeerContext(identity, _egress, events);
        _terminals = new ShardTerminals(_context, RoomFor);
        _engines = new ShardEngines(_context, RoomFor);
    }

    public ForwardingCounters Counters => _context.Counters;

    public PacketPool Pool => _context.Pool;

    public int PeerCount => _peers.Count;

    /// <summary>Published here; what other shards relay is counted there.</summary>
    public int TrackCount => _context.PublishedTracks;

    public int RoomCount => _rooms.Count;

    public IEnumerable<Peer> Peers => _peers.All;

    public int TerminalCount => _terminals.Count;

    public IEnumerable<TerminalLeg> Terminals => _terminals.All;

    public int EngineCount => _engines.Count;

    public Instant NextDeadline => Instant.Earlier(
        Instant.Earlier(Instant.Earlier(_deadlines.Earliest, _paced.Earliest), _terminals.NextDeadline),
        _rooms.Count == 0 ? Instant.Never : _roomsDue);

    public void Receive(in IceRoute from, Span<byte> datagram, Instant now)
    {
        _context.Now = now;
        _context.Counters.Arrived(datagram.Length);
        if (datagram.IsEmpty)
            return;

        var peer = _peers.Find(from);
        if (peer is null && !TryMeet(from, datagram, out peer))
        {
            _context.Counters.Count(DropReason.UnknownAddress);
            return;
        }

        try
        {
            var reason = peer!.Receive(from, datagram, now);
            _context.Counters.Count(reason);
            if (reason == DropReason.None && datagram[0] <= 3 && peer.Transport.Ice.IsValidated(from))
                _peers.Learn(peer, from);
        }
        catch (Exception fault)
        {
            End(peer!, fault);
        }

        _context.MarkTouched(peer!);
    }

    /// <summary>A datagram at a port that belongs to a terminal's line.</summary>
    public void ReceiveFromTerminal(int port, in TransportAddress from, Span<byte> datagram, Instant now)
    {
        _context.Now = now;
        _terminals.Receive(port, from, datagram, now);
    }

    public void ReceiveRelayed(TrackId id, int encoding, ReadOnlySpan<byte> bytes, Instant arrivedAt, Instant now)
    {
        _context.Now = now;
        if (!_relayed.TryGetValue(id, out var track) || encoding >= track.Encodings.Length)
            _context.Counters.Count(DropReason.UnknownSsrc);
        else if (!RtpPacket.TryParse(bytes, out var packet))
            _context.Counters.Count(DropReason.NotRtp);
        else
            _context.Counters.Count(track.Receive(encoding, packet, arrivedAt, now));
    }

    /// <summary>A packet that an engine made, for all these tracks of its own.</summary>
    public void ReceiveFromEngine(ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, int encoding, Instant madeAt, Instant now)
    {
        _context.Now = now;
        _engines.Receive(tracks, rtp, encoding, madeAt, now);
    }

    /// <summary>An engine that decodes a track has measured how loud it is.</summary>
    public void ReceiveLevel(PeerId engine, TrackId track, AudioLevel level, Instant now)
    {
        _context.Now = now;
        _engines.ReceiveLevel(engine, track, level, now);
    }

    public void Handle(ShardLetter letter, Instant now)
    {
        _context.Now = now;
        if (_terminals.Handle(letter, now) || _engines.Handle(letter, now))
            return;

        switch (letter)
        {
            case ShardLetter.AddPeer(var setup):
                Add(setup, now);
                break;
            case ShardLetter.RemovePeer(var id):
                _peers.Find(id)?.Close(CloseReason.Left);
                Touch(id);
                break;
            case ShardLetter.RestartIce(var id, var local, var remote):
                RestartIce(id, local, remote, now);
                break;
            case ShardLetter.Wish(var id, var mid, var what):
                Wish(id, mid, what, now);
                break;
            case ShardLetter.Mute(var room, var who, var source, var isMuted):
                RoomOf(room)?.Mute(who, source, isMuted);
                break;
            case ShardLetter.RouteClosed(var route):
                _peers.Forget(route, now);
                break;
            case ShardLetter.CloseAll:
                foreach (var peer in _peers.All)
                {
                    peer.Close(CloseReason.ServerClosing);
                    _context.MarkTouched(peer);
                }

                _terminals.CloseAll();
                _engines.CloseAll();
                break;
            case ShardLetter.Inspect(var look):
                look(this, now);
                break;
            default:
                HandleRelay(letter, now);
                break;
        }
    }

    public void Advance(Instant now)
    {
        _context.Now = now;
        while (_deadlines.TryTakeDue(now, out var peer))
        {
            try
            {
                peer.Advance(now);
            }
            catch (Exception fault)
            {
                End(peer, fault);
            }

            _context.MarkTouched(peer);
        }

        while (_paced.TryTakeDue(now, out var waiting))
            _context.MarkDirty(waiting.Peer);

        _terminals.Advance(now);

        if (_roomsDue > now)
            return;

        _roomsDue = now + _context.Options.RoomInterval;
        foreach (var room in _rooms.Values)
        {
            room.Advance(now);
            if (room.IsEmpty)
                _emptied.Add(room);
        }

        ForgetEmptied();
    }

    /// <summary>Sends what the turn caused: every touched peer's queue as far as its pacer allows, then the rest of the batch.</summary>
    public void Flush(Instant now)
    {
        _context.Now = now;
        OfferGathered(now);
        _terminals.Flush(now);
        ServeDirty(now);
        _egress.Flush();
    }

    public void Dispose()
    {
        foreach (var peer in _peers.All)
            peer.Dispose();

        _terminals.Dispose();

        foreach (var room in _rooms.Values)
            room.Dispose();

        _egress.Dispose();
        _context.Pool.Dispose();
    }

    /// <summary>
    /// Whoever is offered the last track's packets is served at once, with what the tracks before have queued for him: his state is near
    /// now, and would have to be fetched from memory again after two hundred others.
    /// </summary>
    private void OfferGathered(Instant now)
    {
        var tracks = CollectionsMarshal.AsSpan(_context.Gathering);
        if (tracks.IsEmpty)
            return;

        foreach (var track in tracks[..^1])
            track.OfferGathered(now);

        while (tracks[^1].OfferGatheredToNext(ISubscriber.StagesToSend, now))
            ServeDirty(now);

        _context.Gathering.Clear();
    }

    private void ServeDirty(Instant now)
    {
        while (_context.TryTakeDirty(out var peer))
        {
            if (peer.Closing is { } reason)
            {
                Remove(peer, reason, now);
                continue;
            }

            if (peer.IsConnected)
            {
                if (peer.Sender.IsReportDue)
                    peer.Reporter.Flush(now);

                Pace(peer, peer.Sender.Drain(now));
            }

            if (peer.IsTouched)
            {
                peer.IsTouched = false;
                _deadlines.Schedule(peer, peer.NextDeadline);
            }
        }
    }

    // Whom nothing holds up, then as now, is not in the heap, and his place in it need not be looked at.
    private void Pace(Peer peer, Instant until)
    {
        if (until == Instant.Never && !peer.IsHeldUp)
            return;

        peer.IsHeldUp = until != Instant.Never;
        _paced.Schedule(peer.Paced, until);
    }

    private void HandleRelay(ShardLetter letter, Instant now)
    {
        switch (letter)
        {
            case ShardLetter.Link(var room, var other):
                RoomFor(room).Link(other);
                break;
            case ShardLetter.Unlink(var room, var other):
                RoomOf(room)?.Unlink(other);
                break;
            case ShardLetter.RelayedTrackAdded(var home, var setup, var isMuted):
                AddRelayed(home, setup, isMuted);
                break;
            case ShardLetter.RelayedTrackRemoved(_, var room, var id):
                if (_relayed.Remove(id, out var gone))
                    RoomOf(room)?.Unpublish(gone);

                break;
            case ShardLetter.RelayMute(var room, var id, var isMuted):
                if (_relayed.TryGetValue(id, out var muted))
                    RoomOf(room)?.Mute(muted, isMuted);

                break;
            case ShardLetter.RelayDemand(var other, var room, var id, var encodings):
                RoomOf(room)?.Demand(other, id, encodings);
                break;
            case ShardLetter.RelayKeyFrame(var room, var id, var encoding):
                RoomOf(room)?.Find(id)?.RequestKeyFrame(encoding, now);
                break;
            case ShardLetter.RelayClock(_, var id, var encoding, var wallClock, var timestamp):
                if (_relayed.TryGetValue(id, out var track))
                    track.ReceiveClock(encoding, wallClock, timestamp);

                break;
        }
    }

    private bool TryMeet(in IceRoute from, ReadOnlySpan<byte> datagram, out Peer? peer)
    {
        peer = null;
        return StunUsername.TryReadLocalFragment(datagram, out var fragment)
            && _peers.TryMeet(fragment, from, out peer);
    }

    private void Add(PeerSetup setup, Instant now)
    {
        var room = RoomFor(setup.Room);
        var peer = new Peer(setup, _context, room, now);
        _peers.Add(peer);
        room.Add(peer);
        _context.MarkTouched(peer);
    }

    private void RestartIce(PeerId id, IceCredentials local, IceCredentials remote, Instant now)
    {
        if (_peers.Find(id) is not { } peer)
            return;

        peer.RestartIce(local, remote, now);
        _peers.AlsoKnownAs(peer, local.UsernameFragment);
        _context.MarkTouched(peer);
    }

    private void Wish(PeerId id, Mid mid, Subscriptions.StreamWish what, Instant now)
    {
        if (_peers.Find(id) is not { } peer)
            return;

        foreach (var stream in peer.Outgoing)
        {
            if (stream.Setup.Mid == mid)
                peer.Room.Wish(peer, stream, what, now);
        }
    }

    private void AddRelayed(int home, TrackSetup setup, bool isMuted)
    {
        if (_relayed.ContainsKey(setup.Id) || RoomOf(setup.Room) is not { } room)
            return;

        var track = new PublishedTrack(setup, _context.Pool, new RelayUpstream(_identity.Index, home, _relay), room);
        track.Mute(isMuted, _context.Now);
        _relayed[setup.Id] = track;
        room.Publish(track);
    }

    private void Touch(PeerId id)
    {
        if (_peers.Find(id) is { } peer)
            _context.MarkTouched(peer);
    }

    private void End(Peer peer, Exception fault)
    {
        peer.Close(CloseReason.InternalFault);
        _context.Events.Raise(new MediaEvent.Fault(peer.Id, fault));
    }

    private void Remove(Peer peer, CloseReason reason, Instant now)
    {
        peer.SayGoodbye(now);
        peer.EndTracks();
        peer.Room.Remove(peer);
        _deadlines.Remove(peer);
        _paced.Remove(peer.Paced);
        _peers.Remove(peer);
        peer.Dispose();
        _context.Events.Raise(new MediaEvent.PeerGone(peer.Id, peer.Setup.Room, reason));
    }

    private Room? RoomOf(RoomId id) => _rooms.GetValueOrDefault(id);

    private Room RoomFor(RoomId id)
    {
        if (!_rooms.TryGetValue(id, out var room))
            _rooms[id] = room = new Room(id, _context, _relay, _identity.Index);

        return room;
    }

    private void ForgetEmptied()
    {
        foreach (var room in _emptied)
        {
            foreach (var track in room.Tracks)
                _relayed.Remove(track.Id);

            room.Dispose();
            _rooms.Remove(room.Id);
        }

        _emptied.Clear();
    }
}
