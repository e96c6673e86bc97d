namespace Mixer.Video;

/// <summary>
/// Where the samples of an I420 picture lie, or of a rectangle of one: a plane of luma, two of chroma with half the width and height,
/// rounded up. It owns nothing and is good as long as whoever gave it says: a <see cref="Picture"/> until it is returned, a decoder until
/// it decodes again.
/// </summary>
public readonly struct PictureView(Plane luma, Plane blue, Plane red)
{
    /// <summary>Black in the limited range of BT.601 and BT.709.</summary>
    public const byte BlackLuma = 16;

    public const byte NoChroma = 128;

    public Plane Luma { get; } = luma;

    public Plane Blue { get; } = blue;

    public Plane Red { get; } = red;

    public int Width => Luma.Width;

    public int Height => Luma.Height;

    /// <summary>A rectangle of the picture. It begins at even places, because two lines and two columns share their chroma.</summary>
    public PictureView Part(int x, int y, int width, int height)
    {
        if (((x | y) & 1) != 0)
            throw new ArgumentException($"A part of a picture begins at even places, not at {x},{y}.", nameof(x));

        return new PictureView(
            Luma.Part(x, y, width, height), Blue.Part(x / 2, y / 2, HalfOf(width), HalfOf(height)), Red.Part(x / 2, y / 2, HalfOf(width), HalfOf(height)));
    }

    public void Fill(byte luma, byte blue, byte red)
    {
        Luma.Fill(luma);
        Blue.Fill(blue);
        Red.Fill(red);
    }

    /// <summary>Both have the same size.</summary>
    public void CopyTo(PictureView to)
    {
        if (Width != to.Width || Height != to.Height)
            throw new ArgumentException($"{Width}x{Height} cannot be copied to {to.Width}x{to.Height}; that would be scaling.", nameof(to));

        Luma.CopyTo(to.Luma);
        Blue.CopyTo(to.Blue);
        Red.CopyTo(to.Red);
    }

    internal static int HalfOf(int size) => (size + 1) / 2;
}
