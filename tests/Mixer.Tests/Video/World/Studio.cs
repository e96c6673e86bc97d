using System.Collections.Immutable;
using Mixer.Native;
using Mixer.Video;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Scaling;
using Protocols;

namespace Mixer.Tests.Video.World;

/// <summary>A compositor with everything that it needs, numbered cameras before it, and a clock that goes on by a thirtieth of a second.</summary>
internal sealed class Studio : IDisposable
{
    public static readonly TimeSpan Frame = TimeSpan.FromSeconds(1.0 / 30);

    private readonly Lettering _lettering;

    public Studio(CanvasSize size, CompositorOptions? options = null)
    {
        Assert.That(Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem), Is.True, problem);
        _lettering = lettering!;
        Matrix = ColourMatrix.For(size.Height);
        Decorator = new Decorator(_lettering);
        Sources = new NumberedSources(Pool, Matrix);
        Assert.That(Compositor.TryOpen(size, options ?? new(), Decorator, new PictureScaler(), Pool, out var compositor), Is.True);
        Compositor = compositor!;
    }

    public PicturePool Pool { get; } = new(new PicturePoolOptions());

    public ColourMatrix Matrix { get; }

    public Decorator Decorator { get; }

    public NumberedSources Sources { get; }

    public Compositor Compositor { get; }

    public Instant Now { get; private set; } = Instant.Zero;

    public static Scene SceneOf(PaneGrid grid, params PaneScene[] panes) => new() { Grid = grid, Panes = [.. panes] };

    /// <summary>Equal panes, with the cameras 1, 2, 3 … in them.</summary>
    public Scene Even(int side)
    {
        var cells = Enumerable.Range(0, side * side).Select(at => new PaneCells(at % side, at / side, 1, 1)).ToArray();
        return new Scene { Grid = new(side, side, cells), Panes = Cameras(cells.Length) };
    }

    public ImmutableArray<PaneScene> Cameras(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new PaneScene { Source = Sources.Open(number) })];

    public bool Show(Scene scene)
    {
        Compositor.Set(scene, Now);
        return Compose();
    }

    public bool Compose()
    {
        Now += Frame;
        return Compositor.Compose(Sources, Now);
    }

    public RgbImage Image() => RgbImage.From(Compositor.Canvas, Matrix);

    public void Dispose()
    {
        Compositor.Dispose();
        Sources.Dispose();
        Assert.That(Pool.Outstanding, Is.Zero, "Somebody kept a picture.");
        Pool.Dispose();
        _lettering.Dispose();
    }
}
