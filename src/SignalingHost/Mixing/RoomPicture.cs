using System.Runtime.InteropServices;
using MediaServer.Engines;
using MediaServer.Tracks;
using Mixer.Synchronizing;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace SignalingHost.Mixing;

/// <summary>
/// The composed pictures of one room and their chair there: cameras and shared screens in, for each viewer a track out, whose packets are those of his class.
/// It knows no thread and no clock.
/// </summary>
internal sealed class RoomPicture : IPictureMixOutput, IDisposable
{
    private const int LongestPacket = 1_500;
    private const int ClockRate = 90_000;

    /// <summary>A picture waits half a tick of thirty a second for its canvas, sometimes more and sometimes less.</summary>
    private static readonly TimeSpan WaitForTick = TimeSpan.FromSeconds(1.0 / 60);

    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(1);

    // Every terminal decodes the constrained baseline profile in single units, whatever it agreed to beyond that.
    private static readonly CodecDescription H264 = new()
    {
        PayloadType = new PayloadType(97),
        Name = CodecName.H264,
        EncodingName = "H264",
        ClockRate = ClockRate,
        Format = FormatParameters.Of(("profile-level-id", "42e01f"), ("packetization-mode", "0")),
    };

    private static readonly CodecDescription Vp8 = new()
    {
        PayloadType = new PayloadType(96),
        Name = CodecName.Vp8,
        EncodingName = "VP8",
        ClockRate = ClockRate,
    };

    private readonly IEngineSeat _seat;
    private readonly PictureMix _mix;
    private readonly Action<ParticipantId, DecodeOutcome> _named;
    private readonly Dictionary<TrackId, ShownTrack> _sources = [];
    private readonly Dictionary<SourceId, ShownTrack> _byId = [];
    private readonly Dictionary<ParticipantId, PictureViewer> _viewers = [];
    private readonly Dictionary<ViewerId, PictureViewer> _byViewer = [];
    private readonly Dictionary<TrackId, PictureViewer> _byTrack = [];
    private readonly Dictionary<MixClass, ClassStream> _streams = [];
    private readonly byte[] _packet = new byte[LongestPacket];
    private Dictionary<SceneKey, ViewId> _views = [];
    private PictureDirections _directions = PictureDirections.Nothing;
    private bool _isConducted;
    private Instant _now;
    private int _lastId;

    public RoomPicture(IEngineSeat seat, PictureMixOptions options, Decorator decorator, PicturePool pool, Action<ParticipantId, DecodeOutcome> named)
    {
        (_seat, _named) = (seat, named);
        _mix = new PictureMix(options, decorator, pool, this);
    }

    public IEngineSeat Seat => _seat;

    public PictureMix Mix => _mix;

    public Instant NextDeadline => _mix.NextDeadline;

    public int Viewers => _viewers.Count;

    /// <summary>Packets that the shard had no room for.</summary>
    public long Dropped { get; private set; }

    public long Stopped { get; private set; }

    /// <summary>The owner of the tracks that carry the picture to somebody.</summary>
    public static ParticipantId MixerFor(ParticipantId viewer) => new($"mixer/{viewer.Value}");

    public void Handle(PictureLetter letter, Instant now)
    {
        _now = now;
        switch (letter)
        {
            case PictureLetter.Join(_, var who, var terms):
                Leave(who, now);
                Join(who, terms, now);
                break;
            case PictureLetter.Leave(_, var who):
                Leave(who, now);
                Direct(now);
                break;
            case PictureLetter.Limit(_, var who, var rate) when _viewers.TryGetValue(who, out var viewer):
                _mix.SetAvailable(viewer.Id, rate, now);
                break;
            case PictureLetter.Direct(_, var directions):
                (_directions, _isConducted) = (directions, true);
                Direct(now);
                break;
        }
    }

    public void Handle(EngineEvent what, Instant now)
    {
        _now = now;
        switch (what)
        {
            case EngineEvent.TrackAdded(_, { IsVideo: true, IsUnlisted: false } track, var isMuted):
                var source = new ShownTrack(new SourceId(++_lastId), track) { IsMuted = isMuted };
                _sources.Add(track.Id, source);
                _byId.Add(source.Id, source);
                _mix.AddSource(source.Id, track.VideoCodec, now);
                Direct(now);
                break;
            case EngineEvent.TrackRemoved(_, var track) when _sources.Remove(track, out var gone):
                _byId.Remove(gone.Id);
                _mix.RemoveSource(gone.Id, now);
                Direct(now);
                break;
            case EngineEvent.TrackMuted(_, var track, var isMuted) when _sources.TryGetValue(track, out var muted):
                muted.IsMuted = isMuted;
                Direct(now);
                break;
            case EngineEvent.ClockRead(_, var track, var encoding, var at, var timestamp) when _sources.TryGetValue(track, out var timed):
                timed.SetClock(encoding, new CaptureMoment(at, timestamp));
                break;
            case EngineEvent.DelayTold(_, var owner, TrackSource.Microphone, var delay):
                Synchronize(owner, TrackSource.Camera, delay, now);
                break;
            case EngineEvent.DelayTold(_, var owner, TrackSource.ScreenAudio, var delay):
                Synchronize(owner, TrackSource.Screen, delay, now);
                break;
            case EngineEvent.KeyFrameWanted(_, var track, _) when _byTrack.TryGetValue(track, out var asking):
                _mix.RequestKeyFrame(asking.Id, now);
                break;
            case EngineEvent.DemandChanged(_, var track, var encodings) when _byTrack.TryGetValue(track, out var watching):
                _mix.Watch(watching.Id, encodings != 0, now);
                break;
        }
    }

    public void Receive(in EnginePacket facts, in RtpPacket packet, Instant now)
    {
        if (!_sources.TryGetValue(facts.Track, out var source))
            return;

        _mix.Receive(source.Id, facts.Sequence, packet.Timestamp, packet.Marker, packet.Payload, now);
        if (packet.Marker && source.ClockOf(facts.Encoding) is { } clock)
            Measure(source, now - clock.Of(packet.Timestamp, ClockRate), now);
    }

    public void Advance(Instant now)
    {
        _now = now;
        _mix.Advance(now);
    }

    public void Dispose()
    {
        _seat.Dispose();
        _mix.Dispose();
    }

    void IPictureMixOutput.Want(SourceId source, int height)
    {
        if (_byId.TryGetValue(source, out var wanted))
            _seat.Want(wanted.Track.Id, height > 0 ? new EngineWish { Height = height } : null);
    }

    void IPictureMixOutput.RequestKeyFrame(SourceId source)
    {
        if (_byId.TryGetValue(source, out var asked))
            _seat.RequestKeyFrame(asked.Track.Id);
    }

    void IPictureMixOutput.Stopped(SourceId source, DecodeOutcome fault)
    {
        Stopped++;
        if (_byId.TryGetValue(source, out var stopped))
            _named(stopped.Track.Owner, fault);
    }

    // A track of its own for each class he is in: his stream goes on in it at its first key frame.
    void IPictureMixOutput.Move(ViewerId id, MixClass mixed)
    {
        var viewer = _byViewer[id];
        EndTrack(viewer);
        viewer.Class = mixed;
        viewer.Track = _seat.Publish(new EngineTrack(MixerFor(viewer.Who), TrackSource.Camera, CodecOf(mixed))
        {
            VideoCodec = mixed.Profile == VideoProfile.Vp8 ? VideoCodec.Vp8 : VideoCodec.H264,
            IsUnlisted = true,
            GrowsTo = viewer.Limits.Highest,
        });
        _byTrack.Add(viewer.Track.Value, viewer);
        if (!_streams.TryGetValue(mixed, out var stream))
            _streams.Add(mixed, stream = new ClassStream());

        stream.Tracks.Add(viewer.Track.Value);
    }

    void IPictureMixOutput.Send(MixClass mixed, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        if (!_streams.TryGetValue(mixed, out var stream))
            return;

        var header = new RtpHeaderWriter(_packet);
        header.TryStart(marker, CodecOf(mixed).PayloadType, stream.Next, timestamp, default);
        header.TryFinish(out var length);
        payload.CopyTo(_packet.AsSpan(length));
        stream.Next += 1;
        if (!_seat.TrySend(CollectionsMarshal.AsSpan(stream.Tracks), _packet.AsSpan(0, length + payload.Length), _now))
            Dropped++;
    }

    private static CodecDescription CodecOf(MixClass mixed) => mixed.Profile == VideoProfile.Vp8 ? Vp8 : H264;

    private void Join(ParticipantId who, PictureTerms terms, Instant now)
    {
        var viewer = new PictureViewer(new ViewerId(++_lastId), who, terms.ToLimits());
        _viewers.Add(who, viewer);
        _byViewer.Add(viewer.Id, viewer);
        Direct(now);
        var key = RoomScenes.KeyFor(_directions, who);
        _mix.AddViewer(viewer.Id, _views[key], _views[key.Shared], viewer.Limits, now);
        viewer.IsAdded = true;
    }

    private void Leave(ParticipantId who, Instant now)
    {
        if (!_viewers.Remove(who, out var viewer))
            return;

        _mix.RemoveViewer(viewer.Id, now);
        EndTrack(viewer);
        _byViewer.Remove(viewer.Id);
    }

    private void EndTrack(PictureViewer viewer)
    {
        if (viewer.Track is not { } track)
            return;

        _seat.End(track);
        _byTrack.Remove(track);
        var stream = _streams[viewer.Class];
        stream.Tracks.Remove(track);
        if (stream.Tracks.Count == 0)
            _streams.Remove(viewer.Class);

        viewer.Track = null;
    }

    private void Measure(ShownTrack source, TimeSpan delay, Instant now)
    {
        source.Delay.Receive(delay);
        if (now < source.NextTelling)
            return;

        source.NextTelling = now + BetweenTellings;
        _seat.TellDelay(source.Track.Owner, source.Track.Source, source.Delay.Value!.Value + WaitForTick);
    }

    private void Synchronize(ParticipantId owner, TrackSource shown, TimeSpan voice, Instant now)
    {
        foreach (var source in _sources.Values)
        {
            if (source.Track.Owner == owner && source.Track.Source == shown && source.Delay.Value is { } delay)
                _mix.Synchronize(source.Id, delay + WaitForTick, voice, now);
        }
    }

    /// <summary>Scenes for all viewers, each made once; then each viewer to his.</summary>
    private void Direct(Instant now)
    {
        if (!_isConducted)
        {
            var cameras = _sources.Values.Where(source => source.Track.Source == TrackSource.Camera && !source.IsMuted).OrderBy(source => source.Id.Value);
            _directions = PictureDirections.OfCameras(cameras.Select(source => source.Track.Owner.Value), hasContent: SourceOf(null) is not null);
        }

        var views = new Dictionary<SceneKey, ViewId>();
        foreach (var viewer in _viewers.Values)
        {
            var own = RoomScenes.KeyFor(_directions, viewer.Who);
            foreach (var key in (ReadOnlySpan<SceneKey>)[own, own.Shared])
            {
                if (!views.ContainsKey(key))
                    views.Add(key, _views.TryGetValue(key, out var same) ? same : new ViewId(++_lastId));
            }
        }

        foreach (var (key, view) in views)
            _mix.SetScene(view, RoomScenes.Build(key, _directions, SourceOf), now);

        foreach (var viewer in _viewers.Values)
        {
            var key = RoomScenes.KeyFor(_directions, viewer.Who);
            if (viewer.IsAdded)
                _mix.Show(viewer.Id, views[key], views[key.Shared], now);
        }

        foreach (var (key, view) in _views)
        {
            if (!views.ContainsKey(key))
                _mix.RemoveView(view);
        }

        _views = views;
    }

    /// <summary>Somebody's camera, or for nobody the content that is shared, the newest of each; null while there is none or its gate is closed.</summary>
    private SourceId? SourceOf(Meetings.ParticipantId? who)
    {
        ShownTrack? found = null;
        foreach (var source in _sources.Values)
        {
            var fits = who is { } owner
                ? source.Track.Source == TrackSource.Camera && source.Track.Owner.Value == owner.Value
                : source.Track.Source == TrackSource.Screen;
            if (fits && !source.IsMuted && (found is null || source.Id.Value > found.Id.Value))
                found = source;
        }

        return found?.Id;
    }
}
