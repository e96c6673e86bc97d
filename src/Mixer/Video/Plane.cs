namespace Mixer.Video;

/// <summary>One plane of samples, or a rectangle of one. It owns nothing and is good as long as the picture it was taken from.</summary>
public readonly unsafe struct Plane(byte* start, int stride, int width, int height)
{
    public byte* Start { get; } = start;

    public int Stride { get; } = stride;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return new Span<byte>(Start + ((long)y * Stride), Width);
    }

    public Plane Part(int x, int y, int width, int height)
    {
        if ((x | y | width | height) < 0 || x > Width - width || y > Height - height)
            throw new ArgumentOutOfRangeException(nameof(x), $"{width}x{height} at {x},{y} is not within {Width}x{Height}.");

        return new Plane(Start + ((long)y * Stride) + x, Stride, width, height);
    }

    public void Fill(byte value)
    {
        for (var y = 0; y < Height; y++)
            Row(y).Fill(value);
    }

    public void CopyTo(Plane to)
    {
        for (var y = 0; y < Height; y++)
            Row(y).CopyTo(to.Row(y));
    }
}
