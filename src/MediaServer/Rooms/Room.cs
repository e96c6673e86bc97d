using MediaServer.Peers;
using MediaServer.Relays;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Rooms;

/// <summary>
/// The media side of one meeting on one shard: its tracks, who watches, who speaks, and the other halves of the room on other shards.
/// It decides which track each outgoing stream shows; how much of it is the allocation's business.
/// </summary>
internal sealed class Room(RoomId id, PeerContext context, IRelay relay, int shard) : ITrackObserver, IDisposable
{
    /// <summary>So many receivers at least are looked at in one turn, and each at least every fifth: a large room must not hold up its shard.</summary>
    private const int AllocationsPerTurn = 64;

    private const int TurnsPerRound = 5;

    private readonly List<PublishedTrack> _tracks = [];
    private readonly Dictionary<(ParticipantId Owner, TrackSource Source), PublishedTrack> _newest = [];
    private readonly List<Peer> _peers = [];
    private readonly List<RelayLeg> _legs = [];
    private readonly Stage _stage = new();
    private int _nextAllocated;

    public RoomId Id { get; } = id;

    public IReadOnlyList<PublishedTrack> Tracks => _tracks;

    public IReadOnlyList<Peer> Peers => _peers;

    public bool IsEmpty => _peers.Count == 0 && _legs.Count == 0;

    public PublishedTrack? Dominant => _stage.Dominant;

    public void Add(Peer peer) => _peers.Add(peer);

    public void Remove(Peer peer) => _peers.Remove(peer);

    /// <summary>From now on the peer can be sent to, so his streams are given their sources.</summary>
    public void Connected(Peer peer)
    {
        foreach (var stream in peer.Outgoing)
            Assign(peer, stream, context.Now);

        context.Allocate(peer);
    }

    public void Publish(PublishedTrack track)
    {
        _tracks.Add(track);
        _newest[(track.Setup.Owner, track.Setup.Source)] = track;
        _stage.Joined(track);
        foreach (var leg in _legs)
            leg.Announce(track);

        AssignAll(context.Now);
        if (track.Setup.IsRelayed)
            return;

        context.PublishedTracks++;
        context.Events.Raise(new MediaEvent.TrackPublished(Id, track.Setup.Owner, track.Setup.Source, track.Id));
    }

    public void Unpublish(PublishedTrack track)
    {
        if (!_tracks.Remove(track))
            return;

        ForgetNewest(track);
        _stage.Left(track);
        foreach (var leg in _legs)
            leg.Retract(track);

        AssignAll(context.Now);
        track.Dispose();
        if (track.Setup.IsRelayed)
            return;

        context.PublishedTracks--;
        context.Events.Raise(new MediaEvent.TrackEnded(Id, track.Setup.Owner, track.Setup.Source, track.Id));
    }

    public PublishedTrack? Find(TrackId track) => _tracks.Find(candidate => candidate.Id == track);

    public void Mute(ParticipantId who, TrackSource source, bool isMuted)
    {
        foreach (var track in _tracks)
        {
            if (track.Setup.Owner == who && track.Setup.Source == source)
                track.Mute(isMuted, context.Now);
        }
    }

    public void Link(int otherShard)
    {
        if (_legs.Exists(leg => leg.ToShard == otherShard))
            return;

        var leg = new RelayLeg(Id, shard, otherShard, relay);
        _legs.Add(leg);
        foreach (var track in _tracks)
            leg.Announce(track);

        FollowSpeakers(context.Now);
    }

    public void Unlink(int otherShard)
    {
        var leg = _legs.Find(candidate => candidate.ToShard == otherShard);
        if (leg is null)
            return;

        _legs.Remove(leg);
        leg.Close(_tracks);
    }

    public void Demand(int otherShard, TrackId track, int encodings)
    {
        if (_legs.Find(leg => leg.ToShard == otherShard) is { } leg && Find(track) is { } found)
            leg.Demand(found, encodings, context.Now);
    }

    public void Wish(Peer peer, OutgoingStream stream, StreamWish wish, Instant now)
    {
        stream.Wish = wish;
        Assign(peer, stream, now);
        context.Allocate(peer);
    }

    public void Advance(Instant now)
    {
        foreach (var track in _tracks)
            track.Advance(now);

        if (_stage.Advance(now))
        {
            FollowSpeakers(now);
            AssignAll(now);
            context.Events.Raise(new MediaEvent.SpeakerChanged(Id, _stage.Dominant?.Setup.Owner));
        }

        AllocateSome();
    }

    public void Dispose()
    {
        foreach (var track in _tracks)
            track.Dispose();

        _tracks.Clear();
    }

    void ITrackObserver.Offered(DropReason outcome) => context.Counters.Count(outcome);

    void ITrackObserver.Heard(PublishedTrack track, AudioLevel level, Instant now)
    {
        if (!track.IsMuted)
            _stage.Heard(track, level, now);
    }

    void ITrackObserver.ClockRead(PublishedTrack track, int encoding, NtpTime wallClock, RtpTimestamp timestamp)
    {
        foreach (var leg in _legs)
            leg.ClockRead(track, encoding, wallClock, timestamp);
    }

    /// <summary>Beside the allocation after every change, one now and then: measured rates move by themselves.</summary>
    private void AllocateSome()
    {
        var some = Math.Min(_peers.Count, Math.Max(AllocationsPerTurn, (_peers.Count + TurnsPerRound - 1) / TurnsPerRound));
        for (var i = 0; i < some; i++)
        {
            _nextAllocated = _nextAllocated + 1 < _peers.Count ? _nextAllocated + 1 : 0;
            context.Allocate(_peers[_nextAllocated]);
        }
    }

    private void AssignAll(Instant now)
    {
        foreach (var peer in _peers)
        {
            if (!peer.IsConnected)
                continue;

            var hasChanged = false;
            foreach (var stream in peer.Outgoing)
                hasChanged |= Assign(peer, stream, now);

            if (hasChanged)
                context.Allocate(peer);
        }
    }

    /// <summary>True when the stream shows something else than before.</summary>
    private bool Assign(Peer peer, OutgoingStream stream, Instant now)
    {
        var source = SourceFor(peer, stream);
        if (ReferenceEquals(source, stream.Source))
            return false;

        stream.Show(source, now);
        return true;
    }

    private PublishedTrack? SourceFor(Peer peer, OutgoingStream stream) => stream.Wish.Source switch
    {
        SourceChoice.Of(var who, var source) => _newest.GetValueOrDefault((who, source)),
        SourceChoice.DominantSpeaker => stream.Setup.IsVideo ? _stage.DominantPicture(peer.Setup.Participant) : _stage.DominantSound(peer.Setup.Participant),
        SourceChoice.Place(var number) => stream.Setup.IsVideo
            ? _stage.Picture(number, peer.Setup.Participant)
            : _stage.Sound(number, peer.Setup.Participant),
        _ => null,
    };

    /// <summary>Who came back before his old connection was given up has two of a kind for a while; the older serves again if the newer goes.</summary>
    private void ForgetNewest(PublishedTrack gone)
    {
        var key = (gone.Setup.Owner, gone.Setup.Source);
        if (_newest.GetValueOrDefault(key) != gone)
            return;

        if (_tracks.FindLast(track => (track.Setup.Owner, track.Setup.Source) == key) is { } older)
            _newest[key] = older;
        else
            _newest.Remove(key);
    }

    /// <summary>The other halves hear our loudest: the loudest of the whole room are among the loudest of its halves.</summary>
    private void FollowSpeakers(Instant now)
    {
        foreach (var leg in _legs)
            leg.FollowSounds(_tracks, _stage, now);
    }
}
