using MediaServer.Engines;
using MediaServer.Peers;
using MediaServer.Relays;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Terminals;
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

    private static readonly TimeSpan VoicesEvery = TimeSpan.FromMilliseconds(200);

    // Where there was no room for a twin there may be some soon, and a defect may have ended one.
    private static readonly TimeSpan AskForTwinsEvery = TimeSpan.FromSeconds(2);

    private readonly List<PublishedTrack> _tracks = [];
    private readonly Dictionary<(ParticipantId Owner, TrackSource Source), PublishedTrack> _newest = [];
    private readonly Dictionary<TrackId, PublishedTrack> _twins = [];
    private readonly HashSet<(ParticipantId Owner, TrackSource Source)> _closed = [];
    private readonly List<Peer> _peers = [];
    private readonly List<TerminalLeg> _terminals = [];
    private readonly List<EngineLeg> _engines = [];
    private readonly List<RelayLeg> _legs = [];
    private readonly Stage _stage = new();
    private int _nextAllocated;
    private Instant _voicesDue;
    private Instant _twinsDue = Instant.Never;

    public RoomId Id { get; } = id;

    public IReadOnlyList<PublishedTrack> Tracks => _tracks;

    public IReadOnlyList<Peer> Peers => _peers;

    public bool IsEmpty => _peers.Count == 0 && _terminals.Count == 0 && _engines.Count == 0 && _legs.Count == 0;

    public PublishedTrack? Dominant => _stage.Dominant;

    public void Add(Peer peer)
    {
        _peers.Add(peer);
        foreach (var source in peer.Setup.ClosedSources)
            _closed.Add((peer.Setup.Participant, source));
    }

    public void Remove(Peer peer) => _peers.Remove(peer);

    public void Add(TerminalLeg terminal)
    {
        _terminals.Add(terminal);
        foreach (var source in terminal.Setup.ClosedSources)
            _closed.Add((terminal.Setup.Participant, source));

        Assign(terminal, context.Now);
    }

    public void Remove(TerminalLeg terminal) => _terminals.Remove(terminal);

    public void Add(EngineLeg engine)
    {
        _engines.Add(engine);
        foreach (var track in _tracks)
            engine.Announce(track);
    }

    public void Remove(EngineLeg engine) => _engines.Remove(engine);

    public void Want(EngineLeg engine, TrackId track, EngineWish? wish, Instant now) => engine.Want(track, wish, _stage, now);

    /// <summary>Gives a terminal's streams what they should show now.</summary>
    public void Assign(TerminalLeg terminal, Instant now)
    {
        foreach (var stream in terminal.Streams)
            stream.Show(SourceFor(terminal.Setup.Participant, stream.Wish.Source, stream.IsVideo), now);
    }

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
        var key = (track.Setup.Owner, track.Setup.Source);
        if (track.Setup.TwinOf is { } sibling)
            _twins[sibling] = track;
        else if (!track.Setup.IsUnlisted || _newest.GetValueOrDefault(key) is not { Setup.IsUnlisted: false })
            _newest[key] = track;

        if (!track.Setup.IsRelayed && _closed.Contains(key))
            track.Mute(true, context.Now);

        if (track is { IsHidden: false, Setup.IsUnlisted: false })
            _stage.Joined(track);

        foreach (var engine in _engines)
            engine.Announce(track);
        foreach (var leg in _legs)
            leg.Announce(track);

        if (track.Setup.TwinOf is { } shown)
            ShowTwins(stream => stream.Wanted?.Id == shown, context.Now);
        else
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
        foreach (var engine in _engines)
            engine.Retract(track);
        foreach (var leg in _legs)
            leg.Retract(track);

        AssignAll(context.Now);
        if (track.Setup.TwinOf is { } sibling && _twins.GetValueOrDefault(sibling) == track)
        {
            _twins.Remove(sibling);
            ShowTwins(stream => stream.Source == track, context.Now);
        }

        track.Dispose();
        if (track.Setup.IsRelayed)
            return;

        context.PublishedTracks--;
        context.Events.Raise(new MediaEvent.TrackEnded(Id, track.Setup.Owner, track.Setup.Source, track.Id));
    }

    public PublishedTrack? Find(TrackId track) => _tracks.Find(candidate => candidate.Id == track);

    public void Mute(ParticipantId who, TrackSource source, bool isMuted)
    {
        if (isMuted)
            _closed.Add((who, source));
        else
            _closed.Remove((who, source));

        // Of a relayed one its home tells.
        foreach (var track in _tracks)
        {
            if (track.Setup.Owner == who && track.Setup.Source == source && !track.Setup.IsRelayed)
                Mute(track, isMuted);
        }
    }

    public void Mute(PublishedTrack track, bool isMuted)
    {
        if (track.IsMuted == isMuted)
            return;

        track.Mute(isMuted, context.Now);
        foreach (var engine in _engines)
            engine.Mute(track);
        foreach (var leg in _legs)
            leg.Mute(track);

        if (!track.IsVideo)
            return;

        if (isMuted)
            _stage.Left(track);
        else if (!track.Setup.IsUnlisted)
            _stage.Joined(track);

        AssignAll(context.Now);
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
        var wasChosenHere = IsChosenHere(stream);
        stream.Wish = wish;
        if (!Assign(peer, stream, now) && IsChosenHere(stream) && !wasChosenHere)
            Tell(peer, stream);

        context.Allocate(peer);
    }

    public void Advance(Instant now)
    {
        foreach (var track in _tracks)
            track.Advance(now);

        foreach (var engine in _engines)
            engine.Choose(now);

        if (_stage.Advance(now))
        {
            FollowSpeakers(now);
            AssignAll(now);
            context.Events.Raise(new MediaEvent.SpeakerChanged(Id, _stage.Dominant?.Setup.Owner));
        }

        if (_twinsDue <= now)
        {
            _twinsDue = Instant.Never;
            ShowTwins(stream => stream.Source is null, now);
        }

        if (_voicesDue <= now)
        {
            _voicesDue = now + VoicesEvery;
            if (_stage.TakeVoices() is { } voices)
                context.Events.Raise(new MediaEvent.VoicesHeard(Id, shard, voices));
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

    void ITrackObserver.Gathers(PublishedTrack track) => context.Gathering.Add(track);

    void ITrackObserver.Heard(PublishedTrack track, AudioLevel level, Instant now)
    {
        if (!track.IsMuted)
            _stage.Heard(track, level, now);
    }

    void ITrackObserver.ClockRead(PublishedTrack track, int encoding, NtpTime wallClock, RtpTimestamp timestamp)
    {
        foreach (var engine in _engines)
            engine.ClockRead(track, encoding, wallClock, timestamp);
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

        foreach (var terminal in _terminals)
            Assign(terminal, now);
    }

    /// <summary>True when the stream shows something else than before.</summary>
    private bool Assign(Peer peer, OutgoingStream stream, Instant now)
    {
        var wanted = SourceFor(peer, stream);
        if (ReferenceEquals(wanted, stream.Wanted))
            return false;

        stream.Wanted = wanted;
        Show(peer, stream, now);
        if (IsChosenHere(stream))
            Tell(peer, stream);

        return true;
    }

    /// <summary>What he wants, or its twin if he does not decode that; while there is none, nothing, and it is asked for.</summary>
    private void Show(Peer peer, OutgoingStream stream, Instant now)
    {
        var source = stream.Wanted;
        if (source is { IsVideo: true } && !stream.Decodes(source.Setup.Codec) && stream.Decodes(TwinCodec.Description)
            && !_twins.TryGetValue(source.Id, out source))
        {
            context.Events.Raise(new MediaEvent.TwinWanted(Id, stream.Wanted!.Id, peer.Id, stream.Setup.Mid));
            _twinsDue = Instant.Earlier(_twinsDue, now + AskForTwinsEvery);
        }

        stream.Show(source, now);
    }

    /// <summary>A twin has come or gone, or is still missing.</summary>
    private void ShowTwins(Predicate<OutgoingStream> isConcerned, Instant now)
    {
        foreach (var peer in _peers)
        {
            if (!peer.IsConnected)
                continue;

            foreach (var stream in peer.Outgoing)
            {
                if (stream.Wanted is not null && isConcerned(stream))
                    Show(peer, stream, now);
            }

            context.Allocate(peer);
        }
    }

    private static bool IsChosenHere(OutgoingStream stream) => stream.Wish.Source is SourceChoice.DominantSpeaker or SourceChoice.Place;

    private void Tell(Peer peer, OutgoingStream stream) => context.Events.Raise(
        new MediaEvent.StreamShows(peer.Id, stream.Setup.Mid, stream.Wanted?.Setup.Owner, stream.Wanted?.Setup.Source ?? default));

    private PublishedTrack? SourceFor(Peer peer, OutgoingStream stream) => stream is { Setup.IsVideo: false, Wish.Source: SourceChoice.Place(var number) }
        ? SoundFor(peer, number)
        : SourceFor(peer.Setup.Participant, stream.Wish.Source, stream.Setup.IsVideo);

    private PublishedTrack? SourceFor(ParticipantId viewer, SourceChoice choice, bool isVideo) => choice switch
    {
        SourceChoice.Of(var who, var source) => _newest.GetValueOrDefault((who, source)) is { IsHidden: false } track ? track : null,
        SourceChoice.DominantSpeaker => isVideo ? _stage.DominantPicture(viewer) : _stage.DominantSound(viewer),
        SourceChoice.Place(var number) => isVideo ? _stage.Picture(number, viewer) : _stage.Sound(number, viewer),
        _ => null,
    };

    /// <summary>The sound of a share that the viewer has a stream of its own for would be heard twice in a place.</summary>
    private PublishedTrack? SoundFor(Peer peer, int place)
    {
        if (_stage.Sound(place, peer.Setup.Participant) is not { } sound || sound.Setup.Source != TrackSource.ScreenAudio)
            return _stage.Sound(place, peer.Setup.Participant);

        foreach (var stream in peer.Outgoing)
        {
            if (stream.Wish.Source is SourceChoice.Of { Source: TrackSource.ScreenAudio } of && of.Who == sound.Setup.Owner)
                return null;
        }

        return sound;
    }

    /// <summary>Who came back before his old connection was given up has two of a kind for a while; the older serves again if the newer goes.</summary>
    private void ForgetNewest(PublishedTrack gone)
    {
        var key = (gone.Setup.Owner, gone.Setup.Source);
        if (_newest.GetValueOrDefault(key) != gone)
            return;

        var older = _tracks.FindLast(track => !track.Setup.IsUnlisted && (track.Setup.Owner, track.Setup.Source) == key)
            ?? _tracks.FindLast(track => track.Setup.TwinOf is null && (track.Setup.Owner, track.Setup.Source) == key);
        if (older is not null)
            _newest[key] = older;
        else
            _newest.Remove(key);
    }

    /// <summary>The other halves hear our loudest: the loudest of the whole room are among the loudest of its halves.</summary>
    private void FollowSpeakers(Instant now)
    {
        foreach (var engine in _engines)
            engine.FollowSounds(_stage, now);
        foreach (var leg in _legs)
            leg.FollowSounds(_tracks, _stage, now);
    }
}
