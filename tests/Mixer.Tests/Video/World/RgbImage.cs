using Mixer.Video;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.World;

/// <summary>A picture as people look at it: three bytes for each pixel.</summary>
internal sealed class RgbImage(int width, int height)
{
    public int Width => width;

    public int Height => height;

    public int Stride => width * 3;

    public byte[] Bytes { get; } = new byte[width * height * 3];

    public Rgb this[int x, int y]
    {
        get
        {
            var at = (y * Stride) + (x * 3);
            return new(Bytes[at], Bytes[at + 1], Bytes[at + 2]);
        }

        set
        {
            var at = (y * Stride) + (x * 3);
            (Bytes[at], Bytes[at + 1], Bytes[at + 2]) = (value.Red, value.Green, value.Blue);
        }
    }

    public static RgbImage From(PictureView picture, ColourMatrix matrix)
    {
        var image = new RgbImage(picture.Width, picture.Height);
        for (var y = 0; y < image.Height; y++)
        {
            var luma = picture.Luma.Row(y);
            var blue = picture.Blue.Row(y / 2);
            var red = picture.Red.Row(y / 2);
            for (var x = 0; x < image.Width; x++)
                image[x, y] = matrix.ToRgb(new(luma[x], blue[x / 2], red[x / 2]));
        }

        return image;
    }

    /// <summary>Every pixel of the result is the mean of so many by so many of ours.</summary>
    public RgbImage Shrink(int times)
    {
        var small = new RgbImage(width / times, height / times);
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Stride; x++)
            {
                var sum = 0;
                for (var i = 0; i < times * times; i++)
                    sum += Bytes[(((y * times) + (i / times)) * Stride) + ((((x / 3) * times) + (i % times)) * 3) + (x % 3)];
                small.Bytes[(y * small.Stride) + x] = (byte)((sum + (times * times / 2)) / (times * times));
            }
        }

        return small;
    }

    public void Fill(Rgb colour)
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                this[x, y] = colour;
        }
    }

    public void Place(RgbImage other, int left, int top)
    {
        for (var y = 0; y < other.Height; y++)
            other.Bytes.AsSpan(y * other.Stride, other.Stride).CopyTo(Bytes.AsSpan(((top + y) * Stride) + (left * 3)));
    }

    /// <summary>Structural similarity of the three colours together: means over windows of 8 x 8, half overlapping (Wang et al. 2004). 1 is the same.</summary>
    public double SimilarityTo(RgbImage other)
    {
        const int Window = 8;
        const double C1 = 0.01 * 255 * 0.01 * 255;
        const double C2 = 0.03 * 255 * 0.03 * 255;
        if (other.Width != width || other.Height != height)
            return 0;

        var (total, count) = (0.0, 0);
        for (var top = 0; top + Window <= height; top += Window / 2)
        {
            for (var left = 0; left + Window <= width; left += Window / 2)
            {
                for (var colour = 0; colour < 3; colour++)
                {
                    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
                    for (var i = 0; i < Window * Window; i++)
                    {
                        var at = ((top + (i / Window)) * Stride) + ((left + (i % Window)) * 3) + colour;
                        double x = Bytes[at], y = other.Bytes[at];
                        (a, b, aa, bb, ab) = (a + x, b + y, aa + (x * x), bb + (y * y), ab + (x * y));
                    }

                    const double N = Window * Window;
                    (a, b) = (a / N, b / N);
                    var (varianceA, varianceB, covariance) = ((aa / N) - (a * a), (bb / N) - (b * b), (ab / N) - (a * b));
                    total += ((2 * a * b) + C1) * ((2 * covariance) + C2) / (((a * a) + (b * b) + C1) * (varianceA + varianceB + C2));
                    count++;
                }
            }
        }

        return total / count;
    }
}
