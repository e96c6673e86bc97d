namespace Mixer.Video.Drawing;

/// <summary>A rectangle of a picture in pixels; on a canvas all four numbers are even, because colour has half the resolution.</summary>
internal readonly record struct PixelArea(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>What both share; empty when that is nothing.</summary>
    public PixelArea Common(PixelArea other)
    {
        var (x, y) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        return new(x, y, Math.Min(Right, other.Right) - x, Math.Min(Bottom, other.Bottom) - y);
    }

    public bool Overlaps(PixelArea other) => !Common(other).IsEmpty;
}
