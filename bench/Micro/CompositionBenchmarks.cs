using BenchmarkDotNet.Attributes;
using Mixer.Native;
using Mixer.Video;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Scaling;
using Protocols;

namespace Micro;

/// <summary>
/// What composing one 720p picture costs when every pane has a new picture, with names and a speaking frame. Sources are of the layer that is subscribed to
/// for such panes; the last case is a canvas on which nothing is new.
/// </summary>
[MemoryDiagnoser]
public class CompositionBenchmarks : INewestPictures
{
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private Compositor _compositor = null!;
    private Lettering _lettering = null!;
    private Picture _camera;
    private long _number;
    private Instant _now;

    public enum Case
    {
        FourOf720p,
        FourOf360p,
        NineOf360p,
        NineOf720p,
        SixteenOf180p,
        NineStill,
    }

    [ParamsAllValues]
    public Case Shown { get; set; }

    [GlobalSetup]
    public void Open()
    {
        if (!Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem))
            throw new InvalidOperationException(problem);

        _lettering = lettering;
        var (side, height) = Shown switch
        {
            Case.FourOf720p => (2, 720),
            Case.FourOf360p => (2, 360),
            Case.NineOf720p => (3, 720),
            Case.SixteenOf180p => (4, 180),
            _ => (3, 360),
        };
        _pool.TryRent(height * 16 / 9, height, out _camera);
        Draw(_camera.View);
        Compositor.TryOpen(CanvasSize.Hd, new CompositorOptions(), new Decorator(lettering), new PictureScaler(), _pool, out var compositor);
        _compositor = compositor!;
        var cells = Enumerable.Range(0, side * side).Select(at => new PaneCells(at % side, at / side, 1, 1)).ToArray();
        _compositor.Set(
            new Scene
            {
                Grid = new PaneGrid(side, side, cells),
                Panes = [.. cells.Select((_, at) => new PaneScene { Source = new(at), Name = $"王小明 {at}", IsSpeaking = at == 1, IsMuted = at % 2 == 0 })],
            },
            _now);
        Compose();
    }

    [Benchmark]
    public bool Compose()
    {
        _number += Shown == Case.NineStill ? 0 : 1;
        _now += TimeSpan.FromMilliseconds(33);
        return _compositor.Compose(this, _now);
    }

    [GlobalCleanup]
    public void Close()
    {
        _compositor.Dispose();
        _camera.Return();
        _pool.Dispose();
        _lettering.Dispose();
    }

    public bool TryNewest(SourceId source, out PictureView picture, out long number)
    {
        (picture, number) = (_camera.View, _number);
        return true;
    }

    private static void Draw(PictureView picture)
    {
        var random = new Random(1);
        for (var y = 0; y < picture.Height; y++)
            random.NextBytes(picture.Luma.Row(y));
        picture.Blue.Fill(110);
        picture.Red.Fill(140);
    }
}
