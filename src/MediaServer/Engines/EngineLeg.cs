using MediaServer.Peers;
using MediaServer.Rooms;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Engines;

/// <summary>
/// The chair of an engine in a room: the sound mixer, the picture mixer, the recorder. It is told what is published, is sent what it asks
/// for like any receiver, and publishes tracks like any participant. The engine itself runs on a thread of its own.
/// </summary>
internal sealed class EngineLeg(EngineSetup setup, PeerContext context, Room room) : IUpstream
{
    private readonly Dictionary<TrackId, EngineStream> _streams = [];
    private readonly Dictionary<TrackId, PublishedTrack> _published = [];
    private readonly Dictionary<TrackId, int> _demanded = [];

    public PeerId Id => setup.Id;

    public Room Room => room;

    public IEnumerable<PublishedTrack> Published => _published.Values;

    public void Announce(PublishedTrack track)
    {
        if (!_published.ContainsKey(track.Id))
            setup.Inbox.Raise(new EngineEvent.TrackAdded(Id, track.Setup, track.IsMuted));
    }

    public void Retract(PublishedTrack track)
    {
        if (_streams.Remove(track.Id, out var stream))
            stream.Stop();

        if (!_published.ContainsKey(track.Id))
            setup.Inbox.Raise(new EngineEvent.TrackRemoved(Id, track.Id));
    }

    public void Mute(PublishedTrack track)
    {
        if (!_published.ContainsKey(track.Id))
            setup.Inbox.Raise(new EngineEvent.TrackMuted(Id, track.Id, track.IsMuted));
    }

    public void ClockRead(PublishedTrack track, int encoding, NtpTime wallClock, RtpTimestamp timestamp)
    {
        if (_streams.ContainsKey(track.Id))
            setup.Inbox.Raise(new EngineEvent.ClockRead(Id, track.Id, encoding, context.MomentOf(wallClock), timestamp));
    }

    public void TellDelay(ParticipantId owner, TrackSource source, TimeSpan delay) => setup.Inbox.Raise(new EngineEvent.DelayTold(Id, owner, source, delay));

    public void Want(TrackId id, EngineWish? wish, Stage stage, Instant now)
    {
        if (wish is null)
        {
            if (_streams.Remove(id, out var stream))
                stream.Stop();
        }
        else if (room.Find(id) is { } track)
        {
            if (!_streams.TryGetValue(id, out var wanted))
            {
                _streams[id] = wanted = new EngineStream(track, setup);
                TellClocks(track);
            }

            wanted.Wish(wish, stage, now);
        }
    }

    public void RequestKeyFrame(TrackId id, Instant now)
    {
        if (_streams.TryGetValue(id, out var stream))
            stream.AskForKeyFrame(now);
    }

    /// <summary>Sizes of pictures come and go by themselves.</summary>
    public void Choose(Instant now)
    {
        foreach (var stream in _streams.Values)
            stream.Choose(now);
    }

    public void FollowSounds(Stage stage, Instant now)
    {
        foreach (var stream in _streams.Values)
            stream.Follow(stage, now);
    }

    public void ReceiveLevel(TrackId id, AudioLevel level, Instant now)
    {
        if (_streams.TryGetValue(id, out var stream) && !stream.Track.Setup.Extensions.Has(RtpExtensionKind.AudioLevel))
            ((ITrackObserver)room).Heard(stream.Track, level, now);
    }

    public PublishedTrack Publish(TrackSetup track)
    {
        var published = new PublishedTrack(track, context.Pool, this, room);
        _published[track.Id] = published;
        room.Publish(published);
        return published;
    }

    public void End(TrackId id)
    {
        if (!_published.TryGetValue(id, out var track))
            return;

        room.Unpublish(track);
        _published.Remove(id);
        _demanded.Remove(id);
    }

    public void Close(CloseReason reason)
    {
        foreach (var stream in _streams.Values)
            stream.Stop();

        _streams.Clear();
        foreach (var track in _published.Values)
            room.Unpublish(track);

        _published.Clear();
        setup.Inbox.Raise(new EngineEvent.Closed(Id, reason));
    }

    // The next report may be seconds away.
    private void TellClocks(PublishedTrack track)
    {
        foreach (var encoding in track.Encodings)
        {
            if (encoding.Clock is { } clock)
                ClockRead(track, encoding.Index, clock.Ntp, clock.Rtp);
        }
    }

    void IUpstream.RequestKeyFrame(PublishedTrack track, int encoding, Instant now) =>
        setup.Inbox.Raise(new EngineEvent.KeyFrameWanted(Id, track.Id, encoding));

    void IUpstream.DemandEncodings(PublishedTrack track, int wanted, Instant now)
    {
        if (wanted == _demanded.GetValueOrDefault(track.Id))
            return;

        _demanded[track.Id] = wanted;
        setup.Inbox.Raise(new EngineEvent.DemandChanged(Id, track.Id, wanted));
    }
}
