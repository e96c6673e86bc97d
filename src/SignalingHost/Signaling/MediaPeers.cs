using System.Collections.Concurrent;
using MediaServer.Shards;
using MediaServer.Tracks;
using Meetings.Conduct;
using Protocols.Rtp;
using SignalingHost.Conferences;

namespace SignalingHost.Signaling;

/// <summary>Which peer of the media side is whose, and the way of the shards' news to him and to his meeting.</summary>
internal sealed class MediaPeers(RunningMeetings running, Lazy<ConferenceDesk> desk, TimeProvider clock)
{
    // Halves of a room tell of their own voices, each somewhat more often than this.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(1_000);

    private readonly ConcurrentDictionary<PeerId, ParticipantMedia> _byPeer = new();
    private readonly ConcurrentDictionary<(RoomId Room, int Shard), (IReadOnlyList<HeardVoice> Voices, long At)> _voices = new();

    public void Add(PeerId peer, ParticipantMedia media) => _byPeer[peer] = media;

    public void Remove(PeerId peer) => _byPeer.TryRemove(peer, out _);

    /// <summary>There is no room to make what he is to be shown there into something that he decodes.</summary>
    public void Refuse(PeerId viewer, Mid stream)
    {
        if (_byPeer.TryGetValue(viewer, out var media))
            media.Listener?.Post(session => session.Refused(stream.Value, Meetings.Refusal.MediaResourceNotEnough));
    }

    public void Hear(MediaEvent what)
    {
        switch (what)
        {
            case MediaEvent.PeerGone(var peer, _, _):
                if (_byPeer.TryRemove(peer, out var gone))
                    gone.Forget(peer);
                break;
            case MediaEvent.DemandChanged demand when _byPeer.TryGetValue(demand.Publisher, out var publisher):
                publisher.Listener?.Post(session => session.Demanded(demand.Source, demand.Encodings, demand.Of));
                break;
            case MediaEvent.StreamShows shows when _byPeer.TryGetValue(shows.Viewer, out var viewer):
                viewer.Listener?.Post(session => session.Shown(shows.Stream.Value, shows.Who?.Value, shows.Source));
                break;
            case MediaEvent.VoicesHeard(var room, var shard, var voices):
                Speak(room, shard, voices);
                break;
        }
    }

    /// <summary>The loudest of the whole room, to the meeting. What is only for the moment is not waited for.</summary>
    private void Speak(RoomId room, int shard, IReadOnlyList<HeardVoice> voices)
    {
        if (running.Find(new Meetings.ConferenceId(room.Value)) is not { } meeting)
        {
            _voices.TryRemove((room, shard), out _);
            return;
        }

        var now = clock.GetTimestamp();
        _voices[(room, shard)] = (voices, now);
        var levels = new List<SpeakerLevel>();
        foreach (var (key, (heard, at)) in _voices)
        {
            if (key.Room == room && clock.GetElapsedTime(at, now) < Fresh)
                levels.AddRange(heard.Select(voice => new SpeakerLevel(new Meetings.ParticipantId(voice.Who.Value), voice.Volume) { Lasts = voice.Lasts }));
        }

        _ = desk.Value.AskAsync(meeting.Conference, new MeetingCommand.SpeakerLevels(Actor.Server, levels));
    }
}
