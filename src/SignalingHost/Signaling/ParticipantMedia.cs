using MediaServer.Edge;
using MediaServer.Peers;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Meetings;
using Meetings.Conduct;
using Mixer.Audio.Codecs;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;
using SignalingHost.Mixing;
using MediaParticipant = MediaServer.Tracks.ParticipantId;
using MediaRoom = MediaServer.Tracks.RoomId;

namespace SignalingHost.Signaling;

/// <summary>
/// The media side of one stay: his transports, what he watches, and which of his gates are open. It outlives the socket, so that who
/// comes back finds everything as it was. Its lock is held for a moment by three: his session, the meeting, and the shards' news.
/// </summary>
internal sealed class ParticipantMedia(MediaNode node, IRoomSound sounds, MediaRoom room, Meetings.ParticipantId who, MediaPeers peers, Action<IReadOnlyList<TrackReport>> report) : IParticipantMedia
{
    private const int SendSections = 4;
    private const int MostSections = 32;
    private const int HighestPicture = 2_160;

    private static readonly TrackSource[] Sources = Enum.GetValues<TrackSource>();

    private readonly Lock _gate = new();
    private readonly Dictionary<TransportKind, MediaTransport> _transports = [];
    private readonly Dictionary<TransportKind, string> _lost = [];
    private readonly Dictionary<string, SlotWish> _slots = new(StringComparer.Ordinal);
    private readonly HashSet<TrackSource> _closed = [.. Sources];
    private StreamWish? _mix;
    private long _version = -1;
    private bool _isOver;

    /// <summary>Hears what the shards say of his transports; null while his socket is broken.</summary>
    public SignalSocket? Listener { get; set; }

    public bool Has(TransportKind transport)
    {
        lock (_gate)
            return _transports.ContainsKey(transport);
    }

    public void Report(IReadOnlyList<TrackReport> tracks) => report(tracks);

    /// <summary>What he may send, as the meeting was at that version; the gates never go back to an earlier one.</summary>
    public void Follow(Participant now, long version)
    {
        lock (_gate)
        {
            if (version < _version)
                return;

            _version = version;
            foreach (var source in Sources)
            {
                var isClosed = IsClosed(now, source);
                if (isClosed ? _closed.Add(source) : _closed.Remove(source))
                    node.Post(room, new ShardLetter.Mute(room, Name, source, isClosed));
            }
        }
    }

    public NegotiationOutcome Negotiate(TransportKind transport, string sdp, bool fresh)
    {
        if (!SessionDescription.TryParse(sdp, out var offer, out _) || offer.Media.Count > (transport == TransportKind.Send ? SendSections : MostSections))
            return NegotiationOutcome.Refused(Refusal.MediaNegotiationFailure);

        lock (_gate)
        {
            if (_isOver)
                return NegotiationOutcome.Refused(Refusal.ConfParticipantNotExist);

            var origin = offer.Origin.SessionId;
            var current = _transports.GetValueOrDefault(transport);
            if (!fresh && current is not null && current.RemoteOrigin == origin)
                return Renew(transport, current, offer);
            if (!fresh && current is null && _lost.GetValueOrDefault(transport) == origin)
                return NegotiationOutcome.Refused(Refusal.ConfStatusIllegal);

            return Open(transport, offer);
        }
    }

    public Refusal Show(IReadOnlyList<SlotWish> slots)
    {
        lock (_gate)
        {
            var receive = _transports.GetValueOrDefault(TransportKind.Receive);
            if (receive is not null && slots.Any(slot => receive.KindOf(slot.Mid) is not { } kind || !Fits(slot, kind)))
                return Refusal.ConfBadRequest;
            if (slots.Count(slot => !_slots.ContainsKey(slot.Mid)) + _slots.Count > MostSections)
                return Refusal.ConfBadRequest;

            foreach (var slot in slots)
            {
                _slots[slot.Mid] = slot;
                if (receive?.KindOf(slot.Mid) is { } kind)
                    node.Post(receive.Place.Peer, new ShardLetter.Wish(receive.Place.Peer, new Mid(slot.Mid), WishOf(slot, kind)));
            }

            LeaveMixIfUnwanted();
            return Refusal.None;
        }
    }

    /// <summary>The shard has given a transport up: consent ran out, or the client closed it.</summary>
    public void Forget(PeerId peer)
    {
        lock (_gate)
        {
            foreach (var (kind, transport) in _transports)
            {
                if (transport.Place.Peer != peer)
                    continue;

                _transports.Remove(kind);
                _lost[kind] = transport.RemoteOrigin;
                return;
            }
        }
    }

    /// <summary>Another device of his begins anew.</summary>
    public void Reset()
    {
        lock (_gate)
            CloseTransports();
    }

    /// <summary>He is out.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            CloseTransports();
        }
    }

    private MediaParticipant Name => new(who.Value);

    private static bool IsClosed(Participant now, TrackSource source) => now.Role == Role.Audience || source switch
    {
        TrackSource.Microphone => now.Muted || now.Presence != Presence.In,
        TrackSource.Camera => !now.CameraOn,
        _ => !now.Sharing,
    };

    private NegotiationOutcome Open(TransportKind kind, SessionDescription offer)
    {
        var place = node.TakePlace(room);
        var local = TransportAnswers.LocalFor(node, place, kind, offer);
        if (!TransportAnswers.TryAnswer(kind, offer, local, current: null, out var answer, out var negotiated))
        {
            node.GiveBack(place);
            return NegotiationOutcome.Refused(Refusal.MediaNegotiationFailure);
        }

        var transport = new MediaTransport(place, local, negotiated, offer.Origin.SessionId);
        var setup = new PeerSetup
        {
            Id = place.Peer,
            Room = place.Room,
            Participant = Name,
            LocalIce = local.Ice,
            Session = negotiated,
            Role = negotiated.DtlsRole,
            Wishes = kind == TransportKind.Receive ? WishesFor(transport) : new Dictionary<string, StreamWish>(StringComparer.Ordinal),
            ScreenSections = kind == TransportKind.Send ? TransportAnswers.ScreenSections(negotiated) : new HashSet<string>(StringComparer.Ordinal),
            ClosedSources = [.. _closed],
        };
        peers.Add(place.Peer, this);
        if (!node.TryAdd(setup))
        {
            peers.Remove(place.Peer);
            node.GiveBack(place);
            return NegotiationOutcome.Refused(Refusal.MediaResourceNotEnough);
        }

        if (_transports.Remove(kind, out var former))
            Close(former);

        _transports[kind] = transport;
        return new NegotiationOutcome(Refusal.None, answer.ToString());
    }

    /// <summary>The same connection by another way: new credentials on both sides, everything else as it was.</summary>
    private NegotiationOutcome Renew(TransportKind kind, MediaTransport current, SessionDescription offer)
    {
        if (offer.Media.Count != current.Negotiated.Media.Count)
            return NegotiationOutcome.Refused(Refusal.MediaNegotiationFailure);

        var local = current.Local with { Ice = IceCredentials.Create(SystemRandom.Instance), SessionVersion = current.Local.SessionVersion + 1 };
        if (!TransportAnswers.TryAnswer(kind, offer, local, current.Negotiated, out var answer, out var negotiated))
            return NegotiationOutcome.Refused(Refusal.MediaNegotiationFailure);

        // Asked again with the same credentials nothing is restarted, and ours stay too.
        if (negotiated.Remote!.Ice == current.Negotiated.Remote!.Ice)
        {
            local = local with { Ice = current.Local.Ice };
            TransportAnswers.TryAnswer(kind, offer, local, current.Negotiated, out answer, out negotiated);
        }
        else if (!node.Post(current.Place.Peer, new ShardLetter.RestartIce(current.Place.Peer, local.Ice, negotiated.Remote.Ice)))
        {
            return NegotiationOutcome.Refused(Refusal.MediaResourceNotEnough);
        }

        _transports[kind] = current with { Local = local, Negotiated = negotiated! };
        return new NegotiationOutcome(Refusal.None, answer!.ToString());
    }

    private Dictionary<string, StreamWish> WishesFor(MediaTransport transport)
    {
        var wishes = new Dictionary<string, StreamWish>(StringComparer.Ordinal);
        foreach (var mid in _slots.Keys.Where(mid => transport.KindOf(mid) is null).ToArray())
            _slots.Remove(mid);

        LeaveMixIfUnwanted();
        foreach (var media in transport.Negotiated.Media)
        {
            var slot = _slots.GetValueOrDefault(media.Mid.Value);
            wishes[media.Mid.Value] = slot is not null && Fits(slot, media.Kind) ? WishOf(slot, media.Kind) : new StreamWish(new SourceChoice.Nothing());
        }

        return wishes;
    }

    /// <summary>A sound cannot be shown in a picture's section, nor the other way round.</summary>
    private static bool Fits(SlotWish slot, MediaKind kind) => slot.Mix ? kind == MediaKind.Audio :
        slot.Participant is null || slot.Source is not { } source || (source is TrackSource.Camera or TrackSource.Screen) == (kind == MediaKind.Video);

    private StreamWish WishOf(SlotWish slot, MediaKind kind)
    {
        if (slot.Mix)
            return _mix ??= sounds.Join(room, Name, AudioCodec.Opus);

        SourceChoice choice = slot switch
        {
            { Participant: { } who } => new SourceChoice.Of(new MediaParticipant(who), slot.Source ?? (kind == MediaKind.Video ? TrackSource.Camera : TrackSource.Microphone)),
            { Speaker: true } => new SourceChoice.DominantSpeaker(),
            { Place: > 0 } => new SourceChoice.Place(slot.Place.Value - 1),
            _ => new SourceChoice.Nothing(),
        };
        return new StreamWish(choice) { Height = Math.Min(slot.Height ?? HighestPicture, HighestPicture), IsPinned = slot.Pinned };
    }

    private void LeaveMixIfUnwanted()
    {
        if (_mix is null || _slots.Values.Any(slot => slot.Mix))
            return;

        _mix = null;
        sounds.Leave(room, Name);
    }

    private void CloseTransports()
    {
        foreach (var transport in _transports.Values)
            Close(transport);

        _transports.Clear();
        _lost.Clear();
        _slots.Clear();
        LeaveMixIfUnwanted();
    }

    private void Close(MediaTransport transport)
    {
        peers.Remove(transport.Place.Peer);
        node.TryRemove(transport.Place.Peer);
    }
}

/// <summary>One peer connection of a client: where its media is, and what was agreed.</summary>
internal sealed record MediaTransport(PeerPlace Place, WebRtcLocal Local, NegotiatedSession Negotiated, string RemoteOrigin)
{
    public MediaKind? KindOf(string mid) => Negotiated.Find(new Mid(mid))?.Kind;

    public override string ToString() => Place.ToString();
}
