namespace Mixer.Video.Drawing;

/// <summary>A name on a shaded box, and before it a crossed-out microphone for who is muted.</summary>
internal static class NameTag
{
    /// <summary>A pane lower than this is too small to read a name in.</summary>
    public const int LowestPane = 60;

    private const int SmallestText = 14;
    private const float Shading = 0.55f;

    /// <summary>A twentieth of the pane, and never too small to read.</summary>
    public static int TextHeight(int paneHeight) => Math.Max(SmallestText, paneHeight / 20);

    public static Sprite? Draw(Lettering lettering, string name, bool muted, int paneHeight, int width, ColourMatrix matrix)
    {
        var height = TextHeight(paneHeight);
        var (padding, mark) = (height * 2 / 5, muted ? height : 0);
        var between = muted && name.Length > 0 ? height / 4 : 0;
        var text = lettering.Shorten(name, height, width - (2 * padding) - mark - between);
        if (text.Length == 0 && !muted)
            return null;

        var box = new Painting(lettering.Measure(text, height) + mark + between + (2 * padding), lettering.LineHeight(height) + (height / 4), matrix);
        box.Fill((x, y) => Shapes.RoundedBox(x, y, box.Width, box.Height, height / 4f), Palette.Shade, Shading);
        if (muted)
            CrossedMicrophone(box, padding, (box.Height - height) / 2f, height);
        lettering.Write(box, text, padding + mark + between, (box.Height - lettering.LineHeight(height)) / 2, height, Palette.Text);
        return box.ToSprite();
    }

    private static void CrossedMicrophone(Painting to, float left, float top, float side)
    {
        to.Fill(Scaled((x, y) => Shapes.Line(x, y, 0.5f, 0.24f, 0.5f, 0.48f, 0.15f)), Palette.Muted);
        to.Fill(Scaled((x, y) => y < 0.46f ? 1 : MathF.Abs(Shapes.Circle(x, y, 0.5f, 0.46f, 0.28f)) - 0.045f), Palette.Muted);
        to.Fill(Scaled((x, y) => Shapes.Line(x, y, 0.5f, 0.76f, 0.5f, 0.9f, 0.045f)), Palette.Muted);
        to.Fill(Scaled((x, y) => Shapes.Line(x, y, 0.14f, 0.16f, 0.86f, 0.88f, 0.05f)), Palette.Muted);

        Func<float, float, float> Scaled(Func<float, float, float> distance) =>
            (x, y) => side * distance((x - left) / side, (y - top) / side);
    }
}
