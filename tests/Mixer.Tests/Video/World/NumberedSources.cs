using Mixer.Video;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.World;

/// <summary>Cameras that each show a colour of their own and a large number; the number and colour are those of the source.</summary>
internal sealed class NumberedSources(PicturePool pool, ColourMatrix matrix) : INewestPictures, IDisposable
{
    // Which of the seven bars of a digit are lit: top, upper left, upper right, middle, lower left, lower right, bottom.
    private static readonly byte[] Bars = [0b1110111, 0b0010010, 0b1011101, 0b1011011, 0b0111010, 0b1101011, 0b1101111, 0b1010010, 0b1111111, 0b1111011];

    private readonly Dictionary<SourceId, (Picture Picture, long Number)> _newest = [];
    private long _number;

    public static Rgb ColourOf(int source) => Rgb.Hsl(source * 0.381966 % 1, 0.55, 0.3 + (source % 3 * 0.12));

    public SourceId Open(int source, int width = 1280, int height = 720)
    {
        var id = new SourceId(source);
        Close(id);
        Assert.That(pool.TryRent(width, height, out var picture), Is.True);
        var colour = matrix.From(ColourOf(source));
        picture.View.Fill(colour.Y, colour.U, colour.V);
        DrawNumber(picture.View, source);
        _newest[id] = (picture, ++_number);
        return id;
    }

    /// <summary>The same picture again, as a camera that looks at something still sends it.</summary>
    public void Repeat(SourceId id) => _newest[id] = (_newest[id].Picture, ++_number);

    public void Close(SourceId id)
    {
        if (_newest.Remove(id, out var before))
            before.Picture.Return();
    }

    public bool TryNewest(SourceId source, out PictureView picture, out long number)
    {
        var has = _newest.TryGetValue(source, out var newest);
        (picture, number) = has ? (newest.Picture.View, newest.Number) : default;
        return has;
    }

    public void Dispose()
    {
        foreach (var (picture, _) in _newest.Values)
            picture.Return();
        _newest.Clear();
    }

    private void DrawNumber(PictureView picture, int number)
    {
        var digits = number.ToString();
        var height = picture.Height * 2 / 5;
        var (wide, thick) = (height / 2, height / 8);
        var left = (picture.Width - (digits.Length * (wide + thick)) + thick) / 2;
        foreach (var digit in digits)
        {
            DrawDigit(picture, Bars[digit - '0'], left, picture.Height * 3 / 10, wide, height, thick);
            left += wide + thick;
        }
    }

    private void DrawDigit(PictureView picture, int bars, int x, int y, int width, int height, int thick)
    {
        var half = height / 2;
        PixelArea[] places =
        [
            new(x, y, width, thick), new(x, y, thick, half), new(x + width - thick, y, thick, half), new(x, y + half - (thick / 2), width, thick),
            new(x, y + half, thick, half), new(x + width - thick, y + half, thick, half), new(x, y + height - thick, width, thick),
        ];
        for (var at = 0; at < places.Length; at++)
        {
            if ((bars >> (6 - at) & 1) == 1)
                picture.Fill(Even(places[at]), matrix.From(Palette.Text));
        }
    }

    private static PixelArea Even(PixelArea area) => new(area.X & ~1, area.Y & ~1, (area.Width + 1) & ~1, (area.Height + 1) & ~1);
}
