using Load.Edge;
using Load.Measuring;
using Load.Streams;
using Mixer.Native;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Load.Pictures;

/// <summary>
/// One worker's mix with meetings in it, each of so many cameras that send the same clip and one terminal that watches them all at 720p30.
/// It is told the time: as fast as it goes, or as the clock goes.
/// </summary>
internal sealed class MixRoom : IPictureMixOutput, IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1.0 / 30);

    private readonly List<Camera> _cameras = [];
    private readonly MediaClip _clip;
    private readonly PicturePool _pool = new(new PicturePoolOptions { MaxBytes = 1L << 30 });
    private readonly Lettering _lettering;
    private readonly PictureMix _mix;
    private readonly int _panes;

    public MixRoom(MediaClip clip, int panes, int meetings, EncoderEffort effort, Instant now)
    {
        (_clip, _panes) = (clip, panes);
        _lettering = Names();
        _mix = new PictureMix(new PictureMixOptions(), new Decorator(_lettering), _pool, this);
        _mix.SetLimits(MixLimits.None with { Effort = effort }, now);
        for (var meeting = 0; meeting < meetings; meeting++)
            Open(meeting, now);
    }

    /// <summary>From a camera's picture decoded to the last packet of the composed picture that has it.</summary>
    public DelayHistogram Delays { get; } = new();

    public long Pictures { get; private set; }

    public long TicksMissed => _mix.TicksMissed;

    public static Lettering Names() => Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem)
        ? lettering
        : throw new InvalidOperationException(problem);

    /// <summary>Everybody in his pane with his name, one of them speaking.</summary>
    public static Scene SceneOf(int panes, int firstSource)
    {
        var side = panes == 4 ? 2 : 3;
        var cells = Enumerable.Range(0, panes).Select(at => new PaneCells(at % side, at / side, 1, 1)).ToArray();
        return new Scene
        {
            Grid = new PaneGrid(side, side, cells),
            Panes = [.. cells.Select((_, at) => new PaneScene { Source = new(firstSource + at), Name = $"王小明 {at}", IsSpeaking = at == 1, IsMuted = at % 2 == 0 })],
        };
    }

    /// <summary>So many pictures of each camera, one right after the other.</summary>
    public void Run(int pictures, ref Instant now)
    {
        for (var i = 0; i < pictures; i++)
        {
            foreach (var camera in _cameras)
                Show(camera, now);

            var next = now + Frame;
            while (_mix.NextDeadline < next)
                _mix.Advance(Instant.Later(_mix.NextDeadline, now));
            now = next;
        }
    }

    /// <summary>In real time, cameras spread over the 33 ms. Gives back how busy the thread was.</summary>
    public double RunInTime(TimeSpan time)
    {
        var (start, cpu) = (Clock.Now, Clock.Read(ThreadCpu.Clock));
        for (var i = 0; i < _cameras.Count; i++)
            _cameras[i].Due = start + (Frame * (i * 0.618034 % 1));

        while (Clock.Now - start < time)
        {
            var next = _cameras.Min(camera => camera.Due);
            var now = Clock.Now;
            if (next > now && _mix.NextDeadline > now)
            {
                Clock.Sleep(Instant.Earlier(next, _mix.NextDeadline) - now);
                continue;
            }

            foreach (var camera in _cameras)
            {
                if (camera.Due > now)
                    continue;

                Show(camera, now);
                camera.Due += Frame;
                camera.DecodedAt = Clock.Now;
            }

            _mix.Advance(Clock.Now);
        }

        return (Clock.Read(ThreadCpu.Clock) - cpu) / 1e9 / (Clock.Now - start).TotalSeconds;
    }

    void IPictureMixOutput.Want(SourceId source, int height)
    {
        // There is one layer.
    }

    void IPictureMixOutput.RequestKeyFrame(SourceId source)
    {
        // The clip begins with one and has another every two seconds.
    }

    void IPictureMixOutput.Stopped(SourceId source, DecodeOutcome fault) => throw new InvalidOperationException($"The pictures of {source} could not be decoded: {fault}.");

    void IPictureMixOutput.Move(ViewerId viewer, MixClass mixed)
    {
        // Whoever is counted here gets every picture.
    }

    void IPictureMixOutput.Send(MixClass mixed, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        if (!marker)
            return;

        Pictures++;
        var now = Clock.Now;
        foreach (var camera in _cameras)
        {
            if (camera.View != mixed.View || camera.DecodedAt == Instant.Never)
                continue;

            Delays.Add((now - camera.DecodedAt).Ticks * TimeSpan.NanosecondsPerTick);
            camera.DecodedAt = Instant.Never;
        }
    }

    public void Dispose()
    {
        _mix.Dispose();
        _pool.Dispose();
        _lettering.Dispose();
    }

    private void Open(int meeting, Instant now)
    {
        var (view, viewer) = (new ViewId(meeting + 1), new ViewerId(meeting + 1));
        for (var pane = 0; pane < _panes; pane++)
        {
            var source = new SourceId((meeting * _panes) + pane);
            _cameras.Add(new Camera(source, view));
            _mix.AddSource(source, VideoCodec.H264, now);
        }

        _mix.SetScene(view, SceneOf(_panes, meeting * _panes), now);
        _mix.AddViewer(viewer, view, view, new ViewerLimits(CanvasSize.Hd, Bitrate.Megabits(2), VideoProfile.H264Baseline), now);
        _mix.Watch(viewer, on: true, now);
    }

    private void Show(Camera camera, Instant now)
    {
        var frame = _clip.Frames[camera.Frame % _clip.Frames.Count];
        for (var i = 0; i < frame.Payloads; i++)
        {
            _mix.Receive(camera.Id, camera.Sequence, camera.Timestamp, i == frame.Payloads - 1, _clip.Payload(frame.FirstPayload + i), now);
            camera.Sequence += 1;
        }

        camera.Frame++;
        camera.Timestamp += _clip.TimestampStep;
    }

    private sealed class Camera(SourceId id, ViewId view)
    {
        public SourceId Id => id;

        public ViewId View => view;

        public int Frame { get; set; }

        public SequenceNumber Sequence { get; set; }

        public RtpTimestamp Timestamp { get; set; }

        public Instant Due { get; set; }

        public Instant DecodedAt { get; set; } = Instant.Never;
    }
}
