using System.Text;

namespace Mixer.Video.Drawing;

/// <summary>Stands for who has no picture: the first letter of the name on the name's own colour, or a silhouette where the name is a number or missing.</summary>
internal static class Avatar
{
    public static Sprite Draw(Lettering lettering, string name, int diameter, ColourMatrix matrix)
    {
        var disc = new Painting(diameter, diameter, matrix);
        var radius = disc.Width / 2f;
        var hasInitial = TryInitial(name, out var initial);
        disc.Fill((x, y) => Shapes.Circle(x, y, radius, radius, radius), hasInitial ? Palette.Of(name) : Palette.Nobody);
        if (hasInitial)
        {
            lettering.WriteCentred(disc, initial, disc.Width / 2, disc.Height / 2, disc.Height * 11 / 20, Palette.Text);
            return disc.ToSprite();
        }

        disc.Fill((x, y) => Shapes.Circle(x, y, radius, radius * 0.78f, radius * 0.34f), Palette.QuietText);
        disc.Fill(
            (x, y) => MathF.Max(Shapes.Ellipse(x, y, radius, radius * 1.75f, radius * 0.66f, radius * 0.56f), Shapes.Circle(x, y, radius, radius, radius)),
            Palette.QuietText);
        return disc.ToSprite();
    }

    private static bool TryInitial(string name, out Rune initial)
    {
        initial = default;
        if (name.Length == 0)
            return false;

        var first = Rune.GetRuneAt(name, 0);
        initial = Rune.ToUpperInvariant(first);
        return Rune.IsLetter(first);
    }
}
