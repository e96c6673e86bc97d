namespace Mixer.Video.Drawing;

/// <summary>
/// How red, green and blue become luma and colour difference, in limited range (luma 16 to 235, colour 16 to 240). Pictures of 720 lines and
/// more are BT.709, smaller ones BT.601, as receivers assume of a stream that says nothing.
/// </summary>
internal sealed class ColourMatrix
{
    public static readonly ColourMatrix Bt601 = new(0.299, 0.114);

    public static readonly ColourMatrix Bt709 = new(0.2126, 0.0722);

    private readonly double _red;
    private readonly double _blue;

    private ColourMatrix(double red, double blue) => (_red, _blue) = (red, blue);

    public static ColourMatrix For(int height) => height >= 720 ? Bt709 : Bt601;

    public Yuv From(Rgb colour)
    {
        var (red, green, blue) = (colour.Red / 255.0, colour.Green / 255.0, colour.Blue / 255.0);
        var luma = (_red * red) + ((1 - _red - _blue) * green) + (_blue * blue);
        return new(
            (byte)Math.Round(16 + (219 * luma)),
            (byte)Math.Round(128 + (112 * (blue - luma) / (1 - _blue))),
            (byte)Math.Round(128 + (112 * (red - luma) / (1 - _red))));
    }

    /// <summary>Back again, for pictures that people look at.</summary>
    public Rgb ToRgb(Yuv colour)
    {
        var luma = (colour.Y - 16) / 219.0;
        var red = luma + ((colour.V - 128) / 112.0 * (1 - _red));
        var blue = luma + ((colour.U - 128) / 112.0 * (1 - _blue));
        var green = (luma - (_red * red) - (_blue * blue)) / (1 - _red - _blue);
        return new(Byte(red), Byte(green), Byte(blue));

        static byte Byte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 1) * 255);
    }
}

/// <summary>A colour as pictures carry it, in limited range.</summary>
internal readonly record struct Yuv(byte Y, byte U, byte V);
