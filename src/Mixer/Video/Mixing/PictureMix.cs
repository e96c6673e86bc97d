using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Planning;
using Mixer.Video.Scaling;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Mixer.Video.Mixing;

/// <summary>
/// The composed pictures of all meetings of one worker: packets of cameras in, for each class of viewers packets of one picture out. It decodes what is
/// shown somewhere, and composes and encodes what somebody watches. It is told the time, knows no thread, and allocates nothing for a picture.
/// </summary>
public sealed class PictureMix : IMixClassOutput, INewestPictures, IDisposable
{
    private const long NoPicture = -1;

    private readonly PictureMixOptions _options;
    private readonly Decorator _decorator;
    private readonly PicturePool _pool;
    private readonly IPictureMixOutput _output;
    private readonly Dictionary<SourceId, PictureSource> _sources = [];
    private readonly Dictionary<ViewId, Scene> _scenes = [];
    private readonly Dictionary<CanvasId, MixCanvas> _canvases = [];
    private readonly Dictionary<MixClass, ClassEncoder> _encoders = [];
    private readonly Dictionary<ViewerId, Viewer> _viewers = [];
    private readonly PictureScaler _scaler = new();
    private readonly CanvasTicks _ticks;
    private readonly MixClasses _classes;
    private MixLimits _limits = MixLimits.None;
    private int _lastCanvas;
    private bool _isUnsettled;

    public PictureMix(PictureMixOptions options, Decorator decorator, PicturePool pool, IPictureMixOutput output)
    {
        (_options, _decorator, _pool, _output) = (options, decorator, pool, output);
        _ticks = new CanvasTicks(options.Ticks);
        _classes = new MixClasses(options.Classes, this);
    }

    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Earlier(_ticks.NextDeadline, _classes.NextDeadline);
            foreach (var source in _sources.Values)
                next = Instant.Earlier(next, source.NextDeadline);

            return next;
        }
    }

    public int SourcesDecoded => _sources.Values.Count(source => source.Height > 0);

    public int ClassesWatched => _encoders.Values.Count(encoder => encoder.Watching > 0);

    public int CanvasesAsleep => _ticks.Sleeping;

    public long TicksMissed => _ticks.Missed;

    public long PicturesEncoded { get; private set; }

    /// <summary>What all that was done should have taken by the cost model, in seconds of a core.</summary>
    public double Work { get; private set; }

    /// <summary>Canvases for which there was no memory: the viewers of their classes are sent nothing.</summary>
    public long CanvasesRefused { get; private set; }

    /// <summary>A stream that may be shown. Where, scenes say.</summary>
    public void AddSource(SourceId id, VideoCodec codec, Instant now)
    {
        _sources.Add(id, new PictureSource(id, codec, _options, _output));
        _isUnsettled = true;
        Settle(now);
    }

    public void RemoveSource(SourceId id, Instant now)
    {
        if (!_sources.Remove(id, out var source))
            return;

        source.Dispose();
        Wake(id, now);
    }

    public DropReason Receive(SourceId id, SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!_sources.TryGetValue(id, out var source))
            return DropReason.UnknownSsrc;

        var before = source.Input.Number;
        var outcome = source.Receive(sequence, timestamp, marker, payload, now);
        Follow(source, before, now);
        return outcome;
    }

    /// <summary>By his own reports a source's pictures take so long from capture until they are here, and the voice that belongs to them until it is heard.</summary>
    public void Synchronize(SourceId id, TimeSpan picture, TimeSpan voice, Instant now)
    {
        if (_sources.TryGetValue(id, out var source))
            source.Synchronize(picture, voice, now);
    }

    /// <summary>What a view shows from its next tick on.</summary>
    public void SetScene(ViewId view, Scene scene, Instant now)
    {
        _scenes[view] = scene;
        foreach (var canvas in _canvases.Values)
        {
            if (canvas.View != view)
                continue;

            canvas.Compositor.Set(scene, now);
            _ticks.Wake(canvas.Id, now);
        }

        _isUnsettled = true;
        Settle(now);
    }

    /// <summary>Nobody is shown it any more.</summary>
    public void RemoveView(ViewId view) => _scenes.Remove(view);

    /// <summary>The views have their scenes. He is sent nothing until he watches.</summary>
    public void AddViewer(ViewerId id, ViewId view, ViewId shared, ViewerLimits limits, Instant now)
    {
        _viewers.Add(id, new Viewer());
        _classes.Add(id, view, shared, limits, now);
        Settle(now);
    }

    public void RemoveViewer(ViewerId id, Instant now)
    {
        Watch(id, on: false, now);
        _classes.Remove(id);
        _viewers.Remove(id);
        Settle(now);
    }

    public void Show(ViewerId id, ViewId view, ViewId shared, Instant now)
    {
        _classes.Show(id, view, shared, now);
        Settle(now);
    }

    /// <summary>Whether anything that he is sent reaches anybody.</summary>
    public void Watch(ViewerId id, bool on, Instant now)
    {
        if (!_viewers.TryGetValue(id, out var viewer) || viewer.Watches == on)
            return;

        viewer.Watches = on;
        Count(viewer.Class, on ? 1 : -1, now);
        Settle(now);
    }

    /// <summary>What his line carries at the moment.</summary>
    public void SetAvailable(ViewerId id, Bitrate available, Instant now)
    {
        if (!_viewers.ContainsKey(id))
            return;

        _classes.SetAvailable(id, available, now);
        Settle(now);
    }

    public void SetLimits(MixLimits limits, Instant now)
    {
        var effort = Effort;
        _limits = limits;
        foreach (var encoder in _encoders.Values)
        {
            if (Effort != effort)
                encoder.SetEffort(Effort);
        }

        _classes.SetLimits(limits, now);
        Settle(now);
    }

    public void RequestKeyFrame(ViewerId id, Instant now)
    {
        if (!_viewers.TryGetValue(id, out var viewer) || !_encoders.TryGetValue(viewer.Class, out var encoder))
            return;

        encoder.RequestKeyFrame(now);
        _ticks.Wake(CanvasOf(viewer.Class)!.Id, now);
    }

    public void Advance(Instant now)
    {
        foreach (var source in _sources.Values)
        {
            if (source.NextDeadline > now)
                continue;

            var before = source.Input.Number;
            source.Advance(now);
            Follow(source, before, now);
        }

        _classes.Advance(now);
        Settle(now);
        while (_ticks.TryTake(now, out var id))
            Tick(_canvases[id], now);
    }

    public void Dispose()
    {
        foreach (var canvas in _canvases.Values)
            canvas.Dispose();
        foreach (var source in _sources.Values)
            source.Dispose();
    }

    // Efforts are in order, most first.
    private EncoderEffort Effort => (EncoderEffort)Math.Max((int)_limits.Effort, (int)_options.MostEffort);

    bool INewestPictures.TryNewest(SourceId source, out PictureView picture, out long number)
    {
        var has = _sources.TryGetValue(source, out var stream) && stream.Input.HasPicture;
        (picture, number) = has ? (stream!.Input.Picture, stream.Input.Number) : (default, NoPicture);
        return has;
    }

    void IMixClassOutput.Open(MixClass mixed, Instant now)
    {
        if ((CanvasOf(mixed) ?? OpenCanvas(mixed, now)) is not { } canvas)
            return;

        var encoder = new ClassEncoder(mixed, Effort, _options.KeyFrames, _output, now);
        canvas.Encoders.Add(encoder);
        _encoders.Add(mixed, encoder);
    }

    void IMixClassOutput.Move(ViewerId viewer, MixClass mixed, Instant now)
    {
        var moved = _viewers[viewer];
        if (moved.Watches)
        {
            Count(moved.Class, -1, now);
            Count(mixed, 1, now);
        }

        moved.Class = mixed;
        _output.Move(viewer, mixed);
    }

    void IMixClassOutput.Close(MixClass mixed)
    {
        if (!_encoders.Remove(mixed, out var encoder))
            return;

        var canvas = CanvasOf(mixed)!;
        canvas.Encoders.Remove(encoder);
        encoder.Dispose();
        if (canvas.Encoders.Count > 0)
            return;

        _canvases.Remove(canvas.Id);
        _ticks.Remove(canvas.Id);
        canvas.Dispose();
    }

    private void Tick(MixCanvas canvas, Instant now)
    {
        if (!canvas.IsWatched)
        {
            _ticks.Composed(canvas.Id, changed: false, now);
            return;
        }

        // Who waits for a key frame keeps the canvas awake until it is time for one.
        var isNew = canvas.Compositor.Compose(this, now);
        Work += isNew ? _options.Costs.Compose(canvas.Step) / canvas.Step.FramesPerSecond : 0;
        var changed = isNew | canvas.OwesKeyFrame | canvas.Compositor.IsMoving;
        if (!_ticks.Composed(canvas.Id, changed, now))
            return;

        foreach (var encoder in canvas.Encoders)
        {
            if (encoder.Watching == 0)
                continue;

            encoder.Encode(canvas.Compositor.Canvas, now);
            PicturesEncoded++;
            Work += _options.Costs.Encode(encoder.Class.Step, encoder.Class.Profile, Effort) / encoder.Class.Step.FramesPerSecond;
        }
    }

    private MixCanvas? CanvasOf(MixClass mixed)
    {
        foreach (var canvas in _canvases.Values)
        {
            if (canvas.IsFor(mixed))
                return canvas;
        }

        return null;
    }

    private MixCanvas? OpenCanvas(MixClass mixed, Instant now)
    {
        if (!Compositor.TryOpen(mixed.Step.Size, _options.Composing, _decorator, _scaler, _pool, out var compositor))
        {
            CanvasesRefused++;
            return null;
        }

        var canvas = new MixCanvas(new CanvasId(++_lastCanvas), mixed, compositor);
        compositor.Set(_scenes[mixed.View], now);
        _canvases.Add(canvas.Id, canvas);
        _ticks.Add(canvas.Id, mixed.Step.FramesPerSecond, now);
        return canvas;
    }

    private void Count(MixClass mixed, int more, Instant now)
    {
        if (!_encoders.TryGetValue(mixed, out var encoder))
            return;

        encoder.Watching += more;
        if (more > 0)
            encoder.RequestKeyFrame(now);

        var canvas = CanvasOf(mixed)!;
        canvas.CountWatching();
        _ticks.Wake(canvas.Id, now);
        _isUnsettled = true;
    }

    /// <summary>After packets of a source: where it has a new picture, who shows it wakes.</summary>
    private void Follow(PictureSource source, long before, Instant now)
    {
        if (source.Input.Number == before)
            return;

        Work += (source.Input.Number - before) * _options.Costs.Decode(source.Input.Picture.Width, source.Input.Picture.Height, framesPerSecond: 1);
        Wake(source.Id, now);
    }

    private void Wake(SourceId source, Instant now)
    {
        foreach (var canvas in _canvases.Values)
        {
            if (canvas.IsWatched && canvas.Compositor.ShownHeight(source) > 0)
                _ticks.Wake(canvas.Id, now);
        }
    }

    /// <summary>After anything that may change who is seen by whom: each source comes as large as it is shown, or not at all.</summary>
    private void Settle(Instant now)
    {
        if (!_isUnsettled)
            return;

        _isUnsettled = false;
        foreach (var source in _sources.Values)
        {
            var height = 0;
            foreach (var canvas in _canvases.Values)
                height = Math.Max(height, canvas.IsWatched ? canvas.Compositor.ShownHeight(source.Id) : 0);

            source.Show(height, now);
        }
    }

    private sealed class Viewer
    {
        public MixClass Class { get; set; }

        public bool Watches { get; set; }
    }
}
