using Mixer.Video.Drawing;
using Mixer.Video.Scaling;

namespace Mixer.Video.Composing;

/// <summary>
/// One pane of a canvas: what it is to show, and what it shows already. The canvas itself is the memory of scaled pictures: a pane whose picture
/// and decoration are the same as when it was drawn is left as it is.
/// </summary>
internal struct ComposedPane(PixelArea area, PaneScene scene, ulong above)
{
    private const long Nothing = long.MinValue;

    private long _shown = Nothing;
    private (int Width, int Height) _fittedSize;
    private Fitting _fitting;

    public readonly PixelArea Area => area;

    public readonly PaneScene Scene => scene;

    /// <summary>The panes, one bit each, that lie over this one and must be drawn again after it.</summary>
    public readonly ulong Above => above;

    public Sprite? Tag { get; init; }

    public Sprite? Avatar { get; init; }

    public bool IsStale { get; set; } = true;

    /// <summary>True: it was drawn, because something was new.</summary>
    public bool Draw(PictureView canvas, CanvasStyle style, INewestPictures pictures, IPictureScaler scaler)
    {
        var picture = default(PictureView);
        var newest = Nothing;
        var hasPicture = scene.Source is { } source && pictures.TryNewest(source, out picture, out newest);
        if (!IsStale && newest == _shown)
            return false;

        (_shown, IsStale) = (newest, false);
        if (hasPicture)
            DrawPicture(canvas, style, picture, scaler);
        else
            DrawAvatar(canvas, style);

        style.DrawGaps(canvas, area);
        if (Tag is { } tag)
            canvas.Blend(tag, area.X + style.Margin, area.Bottom - style.Margin - tag.Height);
        if (scene.IsSpeaking)
            style.DrawSpeakingFrame(canvas, area);
        return true;
    }

    private void DrawPicture(PictureView canvas, CanvasStyle style, PictureView picture, IPictureScaler scaler)
    {
        if (_fittedSize != (picture.Width, picture.Height))
        {
            _fittedSize = (picture.Width, picture.Height);
            _fitting = Fitting.Of(picture.Width, picture.Height, area, style.PixelAspect, scene.Fit ?? style.Fit);
        }

        // The tag may lie on the bars, so these are drawn anew beneath it each time.
        var to = _fitting.To;
        canvas.Edge(area, to.X - area.X, to.Y - area.Y, area.Right - to.Right, area.Bottom - to.Bottom, style.Background);
        scaler.Scale(picture.Part(_fitting.From), canvas.Part(to));
    }

    private readonly void DrawAvatar(PictureView canvas, CanvasStyle style)
    {
        canvas.Fill(area, style.EmptyPane);
        if (Avatar is { } avatar)
            canvas.Blend(avatar, area.X + ((area.Width - avatar.Width) / 4 * 2), area.Y + ((area.Height - avatar.Height) / 4 * 2));
    }
}
