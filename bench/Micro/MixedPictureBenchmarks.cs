using BenchmarkDotNet.Attributes;
using Mixer.Native;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Planning;
using Mixer.Video.Scaling;
using Protocols;
using Protocols.Codecs;

namespace Micro;

/// <summary>
/// One tick of a shared meeting at 720p30: as many cameras of 360p as there are panes are decoded, composed with names and a frame, and encoded once. The other
/// benchmark decodes and encodes the same pictures without composing; what the first takes longer is what composing costs.
/// </summary>
[MemoryDiagnoser]
public class MixedPictureBenchmarks : INewestPictures
{
    private const int Pictures = 60;

    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1.0 / 30);

    private readonly PicturePool _pool = new(new PicturePoolOptions { MaxBytes = 512 << 20 });
    private readonly List<Picture> _composed = [];
    private byte[][] _units = [];
    private IVideoDecoder[] _cameras = [];
    private IVideoEncoder _encoder = null!;
    private Compositor _compositor = null!;
    private Lettering _lettering = null!;
    private int _tick = -1;

    [Params(4, 9)]
    public int Panes { get; set; }

    [GlobalSetup]
    public void Open()
    {
        if (!Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem))
            throw new InvalidOperationException(problem);

        _lettering = lettering;
        _units = Record();
        _cameras = [.. Enumerable.Range(0, Panes).Select(_ => VideoCodecs.OpenDecoder(VideoCodec.H264, new VideoDecoderOptions()))];
        _encoder = VideoCodecs.OpenEncoder(new VideoEncoderOptions { Width = 1280, Height = 720, Bitrate = Bitrate.Megabits(1) });
        Compositor.TryOpen(CanvasSize.Hd, new CompositorOptions(), new Decorator(lettering), new PictureScaler(), _pool, out var compositor);
        _compositor = compositor!;
        var side = Panes == 4 ? 2 : 3;
        var cells = Enumerable.Range(0, Panes).Select(at => new PaneCells(at % side, at / side, 1, 1)).ToArray();
        _compositor.Set(
            new Scene
            {
                Grid = new PaneGrid(side, side, cells),
                Panes = [.. cells.Select((_, at) => new PaneScene { Source = new(at), Name = $"王小明 {at}", IsSpeaking = at == 1, IsMuted = at % 2 == 0 })],
            },
            Instant.Zero);
        for (var i = 0; i < Pictures; i++)
        {
            Decode();
            _compositor.Compose(this, Instant.Zero);
            _pool.TryRent(1280, 720, out var kept);
            _compositor.Canvas.CopyTo(kept.View);
            _composed.Add(kept);
        }
    }

    [Benchmark]
    public bool DecodeComposeEncode()
    {
        Decode();
        _compositor.Compose(this, Instant.Zero);
        return _encoder.Encode(_compositor.Canvas, _tick * Frame).IsEmpty;
    }

    [Benchmark(Baseline = true)]
    public bool DecodeEncode()
    {
        Decode();
        return _encoder.Encode(_composed[_tick % Pictures].View, _tick * Frame).IsEmpty;
    }

    [GlobalCleanup]
    public void Close()
    {
        foreach (var camera in _cameras)
            camera.Dispose();
        foreach (var picture in _composed)
            picture.Return();
        _encoder.Dispose();
        _compositor.Dispose();
        _pool.Dispose();
        _lettering.Dispose();
    }

    public bool TryNewest(SourceId source, out PictureView picture, out long number)
    {
        (picture, number) = (_cameras[source.Value].Picture, _tick);
        return true;
    }

    private void Decode()
    {
        _tick++;
        foreach (var camera in _cameras)
            camera.Decode(_units[_tick % Pictures]);
    }

    private byte[][] Record()
    {
        using var encoder = VideoCodecs.OpenEncoder(new VideoEncoderOptions { Width = 640, Height = 360, Bitrate = Bitrate.Kilobits(500) });
        _pool.TryRent(640, 360, out var scene);
        var units = new byte[Pictures][];
        for (var at = 0; at < Pictures; at++)
        {
            Paint(scene.View, at);
            var encoded = encoder.Encode(scene.View, at * Frame);
            var bytes = new List<byte>();
            for (var unit = 0; unit < encoded.UnitCount; unit++)
                bytes.AddRange([0, 0, 0, 1, .. encoded.Unit(unit)]);
            units[at] = [.. bytes];
        }

        scene.Return();
        return units;
    }

    /// <summary>A room with some texture and a little noise, and a head in it that moves from side to side.</summary>
    internal static void Paint(PictureView picture, int number)
    {
        var noise = new Random(number);
        var (middleX, middleY) = (320 + (60 * Math.Sin(2 * Math.PI * number / Pictures)), 190.0);
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Luma.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var isHead = Math.Pow((x - middleX) / 80, 2) + Math.Pow((y - middleY) / 120, 2) < 1;
                var texture = isHead ? 150 + (25 * Math.Sin((x - middleX) / 9) * Math.Cos(y / 7.0)) : 90 + (x / 8) + (20 * Math.Sin(x / 13.0) * Math.Sin(y / 11.0));
                row[x] = (byte)(texture + noise.Next(3));
            }
        }

        picture.Blue.Fill(118);
        picture.Red.Fill(138);
    }
}
