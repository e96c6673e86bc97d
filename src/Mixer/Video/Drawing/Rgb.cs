namespace Mixer.Video.Drawing;

/// <summary>A colour as designers write it: sRGB, 0 to 255.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>0xRRGGBB.</summary>
    public static Rgb Hex(int value) => new((byte)(value >> 16), (byte)(value >> 8), (byte)value);

    /// <summary>Hue, saturation and lightness from 0 to 1.</summary>
    public static Rgb Hsl(double hue, double saturation, double lightness)
    {
        var reach = saturation * Math.Min(lightness, 1 - lightness);
        return new(Channel(0), Channel(8), Channel(4));

        byte Channel(int offset)
        {
            var k = (offset + (hue * 12)) % 12;
            return (byte)Math.Round(255 * (lightness - (reach * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)))));
        }
    }
}
