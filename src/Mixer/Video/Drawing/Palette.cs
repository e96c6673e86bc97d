namespace Mixer.Video.Drawing;

/// <summary>The colours of everything that the composed picture has beside people.</summary>
internal static class Palette
{
    public static readonly Rgb Canvas = Rgb.Hex(0x101418);
    public static readonly Rgb EmptyPane = Rgb.Hex(0x1C2229);
    public static readonly Rgb Speaking = Rgb.Hex(0x1E80FF);
    public static readonly Rgb Shade = Rgb.Hex(0x000000);
    public static readonly Rgb Text = Rgb.Hex(0xFFFFFF);
    public static readonly Rgb QuietText = Rgb.Hex(0xB4BEC8);
    public static readonly Rgb Muted = Rgb.Hex(0xFF6B61);
    public static readonly Rgb Recording = Rgb.Hex(0xF03A2E);
    public static readonly Rgb Nobody = Rgb.Hex(0x5A6673);

    /// <summary>The same name has the same colour in every meeting and on every machine: FNV-1a chooses the hue.</summary>
    public static Rgb Of(string name)
    {
        var hash = 2166136261u;
        foreach (var unit in name)
            hash = unchecked((hash ^ unit) * 16777619u);
        return Rgb.Hsl((hash % 360) / 360.0, 0.45, 0.42);
    }
}
