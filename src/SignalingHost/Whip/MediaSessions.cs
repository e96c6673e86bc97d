using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using MediaServer.Edge;
using MediaServer.Peers;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Mixer.Audio.Codecs;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;
using SignalingHost.Media;
using SignalingHost.Mixing;

namespace SignalingHost.Whip;

/// <summary>
/// Makes sessions from offers, renews and ends them. Negotiation is a pure function and runs on the request's thread; the shard is
/// told the outcome in one letter.
/// </summary>
internal sealed class MediaSessions(MediaNode node, IRoomSound sounds, IRoomPictures pictures)
{
    private readonly ConcurrentDictionary<string, MediaSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PeerId, string> _byPeer = new();

    public bool TryFind(string id, [NotNullWhen(true)] out MediaSession? session) => _sessions.TryGetValue(id, out session);

    /// <summary>A publisher's session. Everything he offers to send is his.</summary>
    public SessionOutcome Publish(string conferenceId, string participant, string offer) =>
        Open(conferenceId, RoomRight.Publish, participant, offer, _ => new StreamWish(new SourceChoice.Nothing()));

    /// <summary>A viewer's session: one participant, or with none named whoever speaks.</summary>
    /// <param name="height">How tall the picture is shown, in pixels; null for as tall as there is.</param>
    /// <param name="mixed">What of it comes in one for all, as terminals have it.</param>
    public SessionOutcome Play(string conferenceId, string? participant, int? height, MixedMedia mixed, string offer)
    {
        var viewer = $"viewer-{NewId()}";
        return Open(conferenceId, RoomRight.Play, viewer, offer, place => place.Kind switch
        {
            MediaKind.Audio when mixed.HasFlag(MixedMedia.Sound) => MixFor(conferenceId, viewer, place),
            MediaKind.Video when mixed.HasFlag(MixedMedia.Picture) => ComposedFor(conferenceId, viewer, height, place),
            _ => Sized(new StreamWish(ChoiceFor(participant, place)), height),
        });
    }

    /// <summary>The viewer shows the pictures at another height from now on.</summary>
    public bool TryResize(MediaSession session, int height)
    {
        var wishes = session.Wishes.ToDictionary(wish => wish.Key, wish => Sized(wish.Value, height), StringComparer.Ordinal);
        if (!_sessions.TryUpdate(session.Id, session with { Wishes = wishes }, session))
            return false;

        var isPosted = true;
        foreach (var media in session.Negotiated.Media)
        {
            if (media.Kind == MediaKind.Video && wishes.TryGetValue(media.Mid.Value, out var wish))
                isPosted &= node.Post(session.Place.Peer, new ShardLetter.Wish(session.Place.Peer, media.Mid, wish));
        }

        return isPosted;
    }

    public bool TryRestart(MediaSession session, IceCredentials remote, out MediaSession renewed)
    {
        var local = session.Local with
        {
            Ice = IceCredentials.Create(SystemRandom.Instance),
            SessionVersion = session.Local.SessionVersion + 1,
        };
        renewed = session with { Local = local };
        if (!_sessions.TryUpdate(session.Id, renewed, session))
            return false;

        return node.Post(session.Place.Peer, new ShardLetter.RestartIce(session.Place.Peer, local.Ice, remote));
    }

    public void End(MediaSession session)
    {
        if (!_sessions.TryRemove(session.Id, out _))
            return;

        node.TryRemove(session.Place.Peer);
        LeaveMix(session);
    }

    /// <summary>Ends all that one participant has in a meeting.</summary>
    public void EndOf(string conferenceId, string participant)
    {
        foreach (var session in _sessions.Values)
        {
            if (session.ConferenceId == conferenceId && session.Participant == participant)
                End(session);
        }
    }

    /// <summary>A viewer's line carries so much now; a picture that is made for him keeps to it.</summary>
    public void Limit(PeerId viewer, Bitrate rate)
    {
        if (_byPeer.TryGetValue(viewer, out var id) && _sessions.TryGetValue(id, out var session))
            pictures.Limit(new RoomId(session.ConferenceId), new ParticipantId(session.Participant), rate);
    }

    /// <summary>The media side says that the peer is gone.</summary>
    public void Forget(PeerId peer)
    {
        if (_byPeer.TryRemove(peer, out var id) && _sessions.TryRemove(id, out var session))
            LeaveMix(session);
    }

    private SessionOutcome Open(string conferenceId, RoomRight right, string participant, string offerText, Func<StreamPlace, StreamWish> choose)
    {
        if (!SessionDescription.TryParse(offerText, out var offer, out var error))
            return SessionOutcome.Refused(StatusCodes.Status400BadRequest, $"The offer cannot be read: {error}.");

        var place = node.TakePlace(new RoomId(conferenceId));

        // One group for all: what one viewer is shown at a time belongs together.
        var local = LocalSide.For(node, place, right == RoomRight.Publish ? [] : LocalSide.StreamsFor(offer, _ => "conference"));
        var policy = new AnswerPolicy { AllowedDirection = right == RoomRight.Publish ? MediaDirection.Receive : MediaDirection.Send };
        if (!WebRtcAnswer.TryAnswer(offer, local, policy, out var answer, out var negotiated, out error))
        {
            node.GiveBack(place);
            return SessionOutcome.Refused(StatusCodes.Status400BadRequest, $"The offer cannot be answered: {error}.");
        }

        if (!negotiated.Media.Any(media => media.IsAccepted))
        {
            node.GiveBack(place);
            return SessionOutcome.Refused(
                StatusCodes.Status422UnprocessableEntity,
                right == RoomRight.Publish
                    ? "Nothing in the offer can be published: offer sendonly audio (Opus) or video (VP8, H.264, VP9, AV1)."
                    : "Nothing in the offer can be played: offer recvonly audio (Opus) or video (VP8, H.264, VP9, AV1).");
        }

        var session = new MediaSession
        {
            Id = NewId(),
            ConferenceId = conferenceId,
            Participant = participant,
            Right = right,
            Place = place,
            Local = local,
            Negotiated = negotiated,
            Wishes = WishesFor(negotiated, choose),
        };
        _sessions[session.Id] = session;
        _byPeer[place.Peer] = session.Id;
        if (!node.TryAdd(SetupFor(session, participant)))
        {
            _sessions.TryRemove(session.Id, out _);
            _byPeer.TryRemove(place.Peer, out _);
            node.GiveBack(place);
            LeaveMix(session);
            return SessionOutcome.Refused(StatusCodes.Status503ServiceUnavailable, "The media server is overloaded; try again in a moment.");
        }

        return SessionOutcome.Opened(session, answer.ToString());
    }

    private StreamWish MixFor(string conferenceId, string viewer, StreamPlace place) => place.Index == 0
        ? sounds.Join(new RoomId(conferenceId), new ParticipantId(viewer), AudioCodec.Opus)
        : new StreamWish(new SourceChoice.Nothing());

    private StreamWish ComposedFor(string conferenceId, string viewer, int? height, StreamPlace place) => place.Index == 0
        ? pictures.Join(new RoomId(conferenceId), new ParticipantId(viewer), PictureTerms.ForBrowser(height, place.TakesH264))
        : new StreamWish(new SourceChoice.Nothing());

    /// <summary>Nothing where he has not joined it.</summary>
    private void LeaveMix(MediaSession session)
    {
        if (session.Right != RoomRight.Play)
            return;

        sounds.Leave(new RoomId(session.ConferenceId), new ParticipantId(session.Participant));
        pictures.Leave(new RoomId(session.ConferenceId), new ParticipantId(session.Participant));
    }

    private static Dictionary<string, StreamWish> WishesFor(NegotiatedSession negotiated, Func<StreamPlace, StreamWish> choose)
    {
        var wishes = new Dictionary<string, StreamWish>(StringComparer.Ordinal);
        foreach (var kind in new[] { MediaKind.Audio, MediaKind.Video })
        {
            var sections = negotiated.Media.Where(media => media.IsAccepted && media.Kind == kind && media.LocalStream is not null).ToList();
            for (var i = 0; i < sections.Count; i++)
                wishes[sections[i].Mid.Value] = choose(new StreamPlace(kind, i, sections.Count) { TakesH264 = sections[i].Codecs.Any(codec => codec.Name == CodecName.H264) });
        }

        return wishes;
    }

    private static StreamWish Sized(StreamWish wish, int? height) => height is { } pixels ? wish with { Height = pixels } : wish;

    private static PeerSetup SetupFor(MediaSession session, string participant) => new()
    {
        Id = session.Place.Peer,
        Room = session.Place.Room,
        Participant = new ParticipantId(participant),
        LocalIce = session.Local.Ice,
        Session = session.Negotiated,
        Role = session.Negotiated.DtlsRole,
        Wishes = session.Wishes,
        ScreenSections = session.Negotiated.Media.Where(media => media.Remote.Contents.Contains("slides", StringComparer.Ordinal))
            .Select(media => media.Mid.Value)
            .ToHashSet(StringComparer.Ordinal),
    };

    private static SourceChoice ChoiceFor(string? participant, StreamPlace place)
    {
        if (participant is not null)
        {
            var source = (place.Kind, place.Index) switch
            {
                (MediaKind.Audio, 0) => TrackSource.Microphone,
                (MediaKind.Audio, _) => TrackSource.ScreenAudio,
                (_, 0) => TrackSource.Camera,
                _ => TrackSource.Screen,
            };
            return new SourceChoice.Of(new ParticipantId(participant), source);
        }

        return place.Count == 1 ? new SourceChoice.DominantSpeaker() : new SourceChoice.Place(place.Index);
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private readonly record struct StreamPlace(MediaKind Kind, int Index, int Count)
    {
        public bool TakesH264 { get; init; }
    }
}

/// <summary>What a viewer wants in one stream for everybody in the meeting.</summary>
[Flags]
internal enum MixedMedia
{
    None = 0,
    Sound = 1,
    Picture = 2,
}

/// <summary>A session and its answer, or why there is none.</summary>
internal sealed record SessionOutcome(MediaSession? Session, string Text, int Status)
{
    public static SessionOutcome Opened(MediaSession session, string answer) => new(session, answer, StatusCodes.Status201Created);

    public static SessionOutcome Refused(int status, string sentence) => new(null, sentence, status);
}
