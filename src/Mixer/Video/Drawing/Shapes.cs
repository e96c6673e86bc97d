namespace Mixer.Video.Drawing;

/// <summary>Distances of a point from the outline of simple shapes, negative within; what <see cref="Painting.Fill"/> draws.</summary>
internal static class Shapes
{
    public static float Circle(float x, float y, float centreX, float centreY, float radius) =>
        MathF.Sqrt(Square(x - centreX) + Square(y - centreY)) - radius;

    /// <summary>A line with round ends.</summary>
    public static float Line(float x, float y, float fromX, float fromY, float toX, float toY, float radius)
    {
        var (alongX, alongY) = (toX - fromX, toY - fromY);
        var length = Square(alongX) + Square(alongY);
        var at = length == 0 ? 0 : Math.Clamp((((x - fromX) * alongX) + ((y - fromY) * alongY)) / length, 0, 1);
        return Circle(x, y, fromX + (at * alongX), fromY + (at * alongY), radius);
    }

    public static float RoundedBox(float x, float y, float width, float height, float radius)
    {
        var (acrossX, acrossY) = (MathF.Abs(x - (width / 2)) - (width / 2) + radius, MathF.Abs(y - (height / 2)) - (height / 2) + radius);
        return MathF.Sqrt(Square(MathF.Max(acrossX, 0)) + Square(MathF.Max(acrossY, 0))) + MathF.Min(MathF.Max(acrossX, acrossY), 0) - radius;
    }

    public static float Ellipse(float x, float y, float centreX, float centreY, float radiusX, float radiusY)
    {
        // Exact on the outline only, which is where it matters.
        var k = MathF.Sqrt(Square((x - centreX) / radiusX) + Square((y - centreY) / radiusY));
        return (k - 1) * MathF.Min(radiusX, radiusY);
    }

    private static float Square(float value) => value * value;
}
