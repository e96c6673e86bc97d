namespace Mixer.Video.Drawing;

/// <summary>Text that belongs to the whole picture: the mark of a recording, lines on a card, a banner.</summary>
internal static class Notices
{
    private const float Shading = 0.6f;

    public static Sprite Recording(Lettering lettering, int height, ColourMatrix matrix)
    {
        const string Text = "REC";
        var (padding, dot) = (height / 2, height * 3 / 4);
        var box = new Painting(lettering.Measure(Text, height) + dot + (5 * padding / 2), lettering.LineHeight(height) + (height / 4), matrix);
        box.Fill((x, y) => Shapes.RoundedBox(x, y, box.Width, box.Height, height / 4f), Palette.Shade, Shading);
        box.Fill((x, y) => Shapes.Circle(x, y, padding + (dot / 2f), box.Height / 2f, dot / 2f), Palette.Recording);
        lettering.Write(box, Text, padding + dot + (padding / 2), (box.Height - lettering.LineHeight(height)) / 2, height, Palette.Text);
        return box.ToSprite();
    }

    /// <summary>A line without a box, no wider than said.</summary>
    public static Sprite Line(Lettering lettering, string text, int height, int width, Rgb colour, ColourMatrix matrix)
    {
        var shown = lettering.Shorten(text, height, width);
        var line = new Painting(Math.Max(2, lettering.Measure(shown, height)), lettering.LineHeight(height), matrix);
        lettering.Write(line, shown, 0, 0, height, colour);
        return line.ToSprite();
    }

    /// <summary>The shade that a banner runs on.</summary>
    public static Sprite Band(int width, int height, ColourMatrix matrix)
    {
        var band = new Painting(width, height, matrix);
        band.FillAll(Palette.Shade, Shading);
        return band.ToSprite();
    }
}
