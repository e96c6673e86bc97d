using Mixer.Video.Drawing;

namespace Mixer.Video.Composing;

/// <summary>Which part of a picture goes to which part of a pane.</summary>
internal readonly record struct Fitting(PixelArea From, PixelArea To)
{
    /// <summary>
    /// Shapes as near as this are taken for equal: panes of a third are 426 or 428 pixels wide, pictures come with 1088 lines. Stretching by
    /// a fiftieth is not seen; a bar two pixels wide is.
    /// </summary>
    private const double Likeness = 0.02;

    /// <summary>The pane is even; <paramref name="pixelAspect"/> is the canvas's.</summary>
    public static Fitting Of(int width, int height, PixelArea pane, double pixelAspect, PaneFit fit)
    {
        var all = new PixelArea(0, 0, width, height);
        var picture = width * CanvasSize.PixelAspect(width, height) / height;
        var room = pane.Width * pixelAspect / pane.Height;
        var wider = picture / room;
        if (Math.Abs(wider - 1) <= Likeness)
            return new(all, pane);

        if (fit == PaneFit.Whole)
        {
            var (inside, across) = wider > 1 ? (pane.Width, Even(pane.Height / wider)) : (Even(pane.Width * wider), pane.Height);
            return new(all, new(pane.X + ((pane.Width - inside) / 4 * 2), pane.Y + ((pane.Height - across) / 4 * 2), inside, across));
        }

        var (keptWidth, keptHeight) = wider > 1 ? (Math.Min(width, Even(width / wider)), height) : (width, Math.Min(height, Even(height * wider)));
        return new(new((width - keptWidth) / 4 * 2, (height - keptHeight) / 4 * 2, keptWidth, keptHeight), pane);
    }

    private static int Even(double length) => Math.Max(2, (int)Math.Round(length / 2) * 2);
}
