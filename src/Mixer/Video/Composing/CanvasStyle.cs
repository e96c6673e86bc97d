using Mixer.Video.Drawing;

namespace Mixer.Video.Composing;

/// <summary>Measures and colours of everything on a canvas of one size.</summary>
internal sealed class CanvasStyle
{
    private readonly CanvasSize _size;
    private readonly int _gapBefore;
    private readonly int _gapAfter;
    private readonly Yuv _speaking;

    public CanvasStyle(CanvasSize size, CompositorOptions options)
    {
        _size = size;
        Matrix = ColourMatrix.For(size.Height);
        (Background, EmptyPane, _speaking) = (Matrix.From(Palette.Canvas), Matrix.From(Palette.EmptyPane), Matrix.From(Palette.Speaking));
        PixelAspect = CanvasSize.PixelAspect(size.Width, size.Height);
        Fit = options.Fit;
        var gap = options.Gap ?? (size.Height >= 720 ? 4 : 2);
        _gapBefore = gap / 4 * 2;
        _gapAfter = gap - _gapBefore;
    }

    public ColourMatrix Matrix { get; }

    public Yuv Background { get; }

    public Yuv EmptyPane { get; }

    public double PixelAspect { get; }

    public PaneFit Fit { get; }

    /// <summary>From the edge of a pane to its name: clear of the speaking frame.</summary>
    public int Margin => FrameOf(_size.Height) + 4;

    public int CaptionText => Math.Max(14, _size.Height / 24);

    public int MarkText => Math.Max(12, _size.Height / 32);

    /// <summary>Paints the half of each gap that lies within this pane; at the edges of the canvas there is none.</summary>
    public void DrawGaps(PictureView canvas, PixelArea area) => canvas.Edge(
        area,
        area.X > 0 ? _gapBefore : 0,
        area.Y > 0 ? _gapBefore : 0,
        area.Right < _size.Width ? _gapAfter : 0,
        area.Bottom < _size.Height ? _gapAfter : 0,
        Background);

    public void DrawSpeakingFrame(PictureView canvas, PixelArea area)
    {
        var thickness = FrameOf(area.Height);
        canvas.Edge(area, thickness, thickness, thickness, thickness, _speaking);
    }

    /// <summary>Two pixels where a pane is small, six where it is the whole of 720 lines.</summary>
    private static int FrameOf(int height) => height switch
    {
        < 120 => 2,
        < 480 => 4,
        < 1000 => 6,
        _ => 8,
    };
}
