using MediaServer.Engines;
using MediaServer.Shards;
using MediaServer.Tracks;
using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Scenarios.World;

/// <summary>
/// A picture mixer as the shard sees it. Each viewer has a track of the class that he is in, which costs what the class does; into which class he is put by what
/// his line is said to carry, as the mixer does it.
/// </summary>
internal sealed class SimulatedMixer : IMixClassOutput, IDisposable
{
    private const byte Vp8 = 96;
    private const int LargestPayload = 1_100;
    private const int FramesPerSecond = 30;

    private static readonly ViewId View = new(1);

    private readonly SimulatedMeeting _meeting;
    private readonly SimulatedEngine _engine;
    private readonly MixClasses _classes;
    private readonly Dictionary<ViewerId, Viewer> _viewers = [];
    private readonly byte[] _packet = new byte[1_500];
    private int _heard;
    private int _told;
    private long _lastTrack = 0x6000_0000;
    private bool _isOver;

    public SimulatedMixer(SimulatedMeeting meeting)
    {
        (_meeting, _engine) = (meeting, meeting.Sit(height: 720));
        _classes = new MixClasses(new MixClassOptions(), this);
        Film();
    }

    /// <summary>So much of what a class may cost its pictures need.</summary>
    public double Detail { get; set; } = 1;

    public void Show(SimulatedParticipant who, Bitrate most)
    {
        var id = new ViewerId(_viewers.Count + 1);
        _viewers.Add(id, new Viewer(who, most));
        _classes.Add(id, View, View, new ViewerLimits(CanvasSize.Hd, most, VideoProfile.Vp8), _meeting.Now);
    }

    /// <summary>Every step that he was put on, the last one last.</summary>
    public IReadOnlyList<RateStep> StepsOf(SimulatedParticipant who) => _viewers.Values.Single(viewer => viewer.Who == who).Steps;

    public static string OwnerFor(string viewer) => $"mixer/{viewer}";

    public void Dispose() => _isOver = true;

    void IMixClassOutput.Open(MixClass mixed, Instant now)
    {
    }

    void IMixClassOutput.Move(ViewerId id, MixClass mixed, Instant now)
    {
        var viewer = _viewers[id];
        if (viewer.Track is { } before)
            _meeting.Shards[0].Handle(new ShardLetter.EngineEnds(_engine.Peer, before));

        viewer.Steps.Add(mixed.Step);
        viewer.WantsKeyFrame = true;
        viewer.Track = new TrackId(++_lastTrack);
        _engine.Publish(new TrackSetup
        {
            Id = viewer.Track.Value,
            Room = new RoomId("room"),
            Owner = new ParticipantId(OwnerFor(viewer.Who.Name)),
            Source = TrackSource.Camera,
            Codec = new CodecDescription { PayloadType = new PayloadType(Vp8), Name = CodecName.Vp8, EncodingName = "VP8", ClockRate = 90_000 },
            VideoCodec = VideoCodec.Vp8,
            Extensions = RtpExtensionMap.Empty,
            IsUnlisted = true,
            GrowsTo = viewer.Most,
        });
    }

    void IMixClassOutput.Close(MixClass mixed)
    {
    }

    private void Film()
    {
        if (_isOver)
            return;

        Hear();
        _classes.Advance(_meeting.Now);
        foreach (var viewer in _viewers.Values)
            Film(viewer);

        _meeting.Timeline.ScheduleAfter(TimeSpan.FromSeconds(1.0 / FramesPerSecond), Film);
    }

    private void Hear()
    {
        var limits = _meeting.Events.OfType<MediaEvent.ViewerLimited>().ToArray();
        for (; _heard < limits.Length; _heard++)
        {
            var (id, _) = _viewers.Single(viewer => viewer.Value.Who.Peer == limits[_heard].Viewer);
            _classes.SetAvailable(id, limits[_heard].Limit, _meeting.Now);
        }

        for (; _told < _engine.Told.Count; _told++)
        {
            if (_engine.Told[_told] is EngineEvent.KeyFrameWanted wanted && _viewers.Values.FirstOrDefault(viewer => viewer.Track == wanted.Track) is { } asking)
                asking.WantsKeyFrame = true;
        }
    }

    private void Film(Viewer viewer)
    {
        var step = viewer.Steps[^1];
        var bytes = (int)(step.Rate.BytesIn(TimeSpan.FromSeconds(1.0 / FramesPerSecond)) * Detail) * (viewer.WantsKeyFrame ? 4 : 1);
        var timestamp = new RtpTimestamp(unchecked((uint)((_meeting.Now - Instant.Zero).Ticks * 90_000 / TimeSpan.TicksPerSecond)));
        for (var isFirst = true; bytes > 0; isFirst = false)
        {
            var size = Math.Clamp(bytes, 20, LargestPayload);
            bytes -= size;
            var header = new RtpHeaderWriter(_packet);
            header.TryStart(marker: bytes <= 0, new PayloadType(Vp8), viewer.Next, timestamp, default);
            header.TryFinish(out var length);
            viewer.Next += 1;
            var payload = _packet.AsSpan(length, size);
            payload.Clear();
            if (isFirst)
                Begin(payload, viewer.WantsKeyFrame, step.Size);

            _meeting.Shards[0].ReceiveFromEngine(viewer.Track!.Value, _packet.AsSpan(0, length + size));
        }

        viewer.WantsKeyFrame = false;
    }

    /// <summary>RFC 7741 §4.2 and, of a key frame, RFC 6386 §9.1.</summary>
    private static void Begin(Span<byte> payload, bool isKey, CanvasSize size)
    {
        payload[0] = 0x10;
        payload[1] = (byte)(isKey ? 0 : 1);
        if (isKey)
            ((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A, (byte)size.Width, (byte)(size.Width >> 8), (byte)size.Height, (byte)(size.Height >> 8)]).CopyTo(payload[4..]);
    }

    private sealed class Viewer(SimulatedParticipant who, Bitrate most)
    {
        public SimulatedParticipant Who => who;

        public Bitrate Most => most;

        public List<RateStep> Steps { get; } = [];

        public TrackId? Track { get; set; }

        public SequenceNumber Next { get; set; } = new(1);

        public bool WantsKeyFrame { get; set; }
    }
}
