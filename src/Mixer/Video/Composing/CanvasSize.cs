namespace Mixer.Video.Composing;

/// <summary>The size of a composed picture in pixels, both even.</summary>
public readonly record struct CanvasSize(int Width, int Height)
{
    public static readonly CanvasSize FullHd = new(1920, 1080);

    public static readonly CanvasSize Hd = new(1280, 720);

    /// <summary>4CIF, whose pixels are wider than high.</summary>
    public static readonly CanvasSize FourCif = new(704, 576);

    public static readonly CanvasSize Small = new(640, 360);

    /// <summary>What the oldest levels of H.264 allow, in the same pixels.</summary>
    public static readonly CanvasSize Cif = new(352, 288);

    public int Pixels => Width * Height;

    public override string ToString() => $"{Width}x{Height}";

    /// <summary>How wide a pixel is for its height: the CIF family has 12:11 (H.264 table E-1), all else squares.</summary>
    internal static double PixelAspect(int width, int height) => (width, height) is (176, 144) or (352, 288) or (704, 576) ? 12.0 / 11 : 1;
}
