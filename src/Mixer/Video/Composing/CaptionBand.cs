using Mixer.Video.Drawing;
using Protocols;

namespace Mixer.Video.Composing;

/// <summary>A caption on its band: in the middle, or running from right to left, round and round.</summary>
internal sealed class CaptionBand
{
    private readonly Sprite _text;
    private readonly Sprite _band;
    private readonly Instant _since;
    private readonly TimeSpan _crossing;

    public CaptionBand(Caption caption, CanvasSize size, CanvasStyle style, CompositorOptions options, Decorator decorator, Instant now)
    {
        var height = style.CaptionText;
        _text = decorator.Line(caption.Text, height, int.MaxValue, style.Matrix);
        Place = caption.Place;
        var bandHeight = (_text.Height + (height / 2) + 1) & ~1;
        Area = new(0, caption.Place == CaptionPlace.Top ? 0 : size.Height - bandHeight, size.Width, bandHeight);
        _band = decorator.Band(size.Width, bandHeight, style.Matrix);
        Moves = caption.Moves || _text.Width > size.Width - (2 * style.Margin);
        (_since, _crossing) = (now, options.CaptionCrossing);
        X = Moves ? size.Width : (size.Width - _text.Width) / 4 * 2;
    }

    public CaptionPlace Place { get; }

    public PixelArea Area { get; }

    public bool Moves { get; }

    private int X { get; set; }

    /// <summary>True: it has moved by two pixels at least.</summary>
    public bool Advance(Instant now)
    {
        if (!Moves)
            return false;

        var way = (long)((now - _since) / _crossing * Area.Width) % (Area.Width + _text.Width);
        var x = (Area.Width - (int)way) & ~1;
        var moved = x != X;
        X = x;
        return moved;
    }

    public void Draw(PictureView band)
    {
        band.Blend(_band, 0, 0);
        band.Blend(_text, X, (Area.Height - _text.Height) / 4 * 2);
    }
}
