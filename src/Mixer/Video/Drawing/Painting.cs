namespace Mixer.Video.Drawing;

/// <summary>
/// A sprite while it is being drawn, in floating point: each stroke is laid over the ones before. Slow and exact; what comes out is kept and laid
/// on pictures by <see cref="Blending"/>.
/// </summary>
internal sealed class Painting
{
    private readonly ColourMatrix _matrix;
    private readonly float[] _opacity;
    private readonly float[] _luma;
    private readonly float[] _blue;
    private readonly float[] _red;

    /// <summary>The sides are rounded up to even numbers.</summary>
    public Painting(int width, int height, ColourMatrix matrix)
    {
        (Width, Height, _matrix) = ((width + 1) & ~1, (height + 1) & ~1, matrix);
        _opacity = new float[Width * Height];
        _luma = new float[Width * Height];
        _blue = new float[Width * Height];
        _red = new float[Width * Height];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Fills a shape that is given by the distance of a point from its outline, negative within; the outline is smooth.</summary>
    public void Fill(Func<float, float, float> distance, Rgb colour, float opacity = 1)
    {
        var ink = _matrix.From(colour);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var covered = Math.Clamp(0.5f - distance(x + 0.5f, y + 0.5f), 0, 1);
                if (covered > 0)
                    Lay((y * Width) + x, covered * opacity, ink);
            }
        }
    }

    public void FillAll(Rgb colour, float opacity = 1) => Fill(static (_, _) => -1, colour, opacity);

    /// <summary>A row of coverage, such as one of a letter's, that begins at (x, y); what lies outside is left out.</summary>
    public void Row(int x, int y, ReadOnlySpan<byte> coverage, Rgb colour)
    {
        if (y < 0 || y >= Height)
            return;

        var ink = _matrix.From(colour);
        for (var i = Math.Max(0, -x); i < coverage.Length && x + i < Width; i++)
        {
            if (coverage[i] > 0)
                Lay((y * Width) + x + i, coverage[i] / 255f, ink);
        }
    }

    public Sprite ToSprite()
    {
        var (halfWidth, half) = (Width / 2, Width * Height / 4);
        var (opacity, luma) = (new byte[Width * Height], new byte[Width * Height]);
        var (halfOpacity, blue, red) = (new byte[half], new byte[half], new byte[half]);
        for (var i = 0; i < opacity.Length; i++)
            (opacity[i], luma[i]) = (Byte(_opacity[i] * 255), Byte(_luma[i]));

        for (var i = 0; i < half; i++)
        {
            var corner = (i / halfWidth * 2 * Width) + (i % halfWidth * 2);
            (halfOpacity[i], blue[i], red[i]) = (Byte(Mean(_opacity, corner) * 255), Byte(Mean(_blue, corner)), Byte(Mean(_red, corner)));
        }

        return new(Width, Height, opacity, luma, halfOpacity, blue, red);
    }

    private void Lay(int at, float opacity, Yuv ink)
    {
        var through = 1 - opacity;
        _opacity[at] = (_opacity[at] * through) + opacity;
        _luma[at] = (_luma[at] * through) + (ink.Y * opacity);
        _blue[at] = (_blue[at] * through) + (ink.U * opacity);
        _red[at] = (_red[at] * through) + (ink.V * opacity);
    }

    private float Mean(float[] plane, int corner) =>
        (plane[corner] + plane[corner + 1] + plane[corner + Width] + plane[corner + Width + 1]) / 4;

    private static byte Byte(float value) => (byte)MathF.Round(Math.Clamp(value, 0, 255));
}
