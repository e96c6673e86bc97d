using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.World;

internal static class Colours
{
    /// <summary>As near as a picture in limited range, scaled, can be.</summary>
    public static bool IsLike(this Rgb colour, Rgb other, int tolerance = 6) =>
        Math.Abs(colour.Red - other.Red) <= tolerance && Math.Abs(colour.Green - other.Green) <= tolerance && Math.Abs(colour.Blue - other.Blue) <= tolerance;
}
