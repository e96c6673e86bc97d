using Mixer.Video.Drawing;

namespace Mixer.Video.Composing;

/// <summary>
/// Something that lies over panes, with what is beneath it kept beside, so that it can move or go without the panes being scaled anew.
/// </summary>
internal sealed class Overlay(PixelArea area, Picture beneath) : IDisposable
{
    public PixelArea Area => area;

    /// <summary>What is beneath has been painted anew, or the overlay has never been drawn.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>Keeps what a pane has just painted in this rectangle of the canvas.</summary>
    public void Keep(PictureView canvas, PixelArea painted)
    {
        var common = area.Common(painted);
        if (common.IsEmpty)
            return;

        canvas.Part(common).CopyTo(beneath.View.Part(common with { X = common.X - area.X, Y = common.Y - area.Y }));
        IsStale = true;
    }

    /// <summary>Puts back what is beneath, to be drawn upon.</summary>
    public PictureView Begin(PictureView canvas)
    {
        var part = canvas.Part(area);
        beneath.View.CopyTo(part);
        IsStale = false;
        return part;
    }

    public void Dispose() => beneath.Return();
}
