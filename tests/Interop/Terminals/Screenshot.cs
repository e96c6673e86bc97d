using System.Buffers.Binary;
using System.IO.Compression;
using Interop.Calls;

namespace Interop.Terminals;

/// <summary>What was on a terminal's screen at one moment, from a PNG of eight bits a colour. Places are parts of the width and height.</summary>
internal sealed class Screenshot
{
    private const int Signature = 8;
    private const int Tolerance = 45;

    private readonly int _bytesPerPixel;
    private readonly byte[] _lines;

    private Screenshot(int width, int height, int bytesPerPixel)
    {
        (Width, Height, _bytesPerPixel) = (width, height, bytesPerPixel);
        _lines = new byte[height * width * bytesPerPixel];
    }

    public int Width { get; }

    public int Height { get; }

    private int Stride => Width * _bytesPerPixel;

    /// <summary>False: the file is not whole yet.</summary>
    public static bool TryRead(byte[] file, out Screenshot? screen)
    {
        screen = null;
        if (file.Length < 45 || !file.AsSpan(^8..^4).SequenceEqual("IEND"u8))
            return false;

        // Kinds of colour (PNG §11.2.2): 2 is red, green and blue, 6 has opacity besides.
        screen = new Screenshot(BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)), file[25] == 6 ? 4 : 3);
        using var packed = new MemoryStream();
        for (var rest = file.AsSpan(Signature); rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (rest[4..8].SequenceEqual("IDAT"u8))
                packed.Write(rest.Slice(8, length));
            rest = rest[(length + 12)..];
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        screen.Unfilter(zlib);
        return true;
    }

    /// <summary>The middle one of the colours around that place, so that a letter there does not matter.</summary>
    public Paint At(double x, double y)
    {
        var around = new List<Paint>();
        for (var dy = -6; dy <= 6; dy += 3)
        {
            for (var dx = -6; dx <= 6; dx += 3)
                around.Add(Pixel(Math.Clamp((int)(x * Width) + dx, 0, Width - 1), Math.Clamp((int)(y * Height) + dy, 0, Height - 1)));
        }

        return around.OrderBy(paint => paint.Red + paint.Green + paint.Blue).ElementAt(around.Count / 2);
    }

    public bool Shows(Paint paint, double x, double y)
    {
        var seen = At(x, y);
        return Math.Abs(seen.Red - paint.Red) < Tolerance && Math.Abs(seen.Green - paint.Green) < Tolerance && Math.Abs(seen.Blue - paint.Blue) < Tolerance;
    }

    /// <summary>How many of the pixels in that area are so.</summary>
    public double Share(double left, double top, double right, double bottom, Func<Paint, bool> isSo)
    {
        var (all, those) = (0, 0);
        for (var y = (int)(top * Height); y < (int)(bottom * Height); y++)
        {
            for (var x = (int)(left * Width); x < (int)(right * Width); x++)
            {
                all++;
                those += isSo(Pixel(x, y)) ? 1 : 0;
            }
        }

        return (double)those / all;
    }

    private Paint Pixel(int x, int y)
    {
        var at = (y * Stride) + (x * _bytesPerPixel);
        return new Paint(_lines[at], _lines[at + 1], _lines[at + 2]);
    }

    /// <summary>Every line says by which of five guesses it differs (PNG §9).</summary>
    private void Unfilter(Stream lines)
    {
        for (var y = 0; y < Height; y++)
        {
            var filter = lines.ReadByte();
            var line = _lines.AsSpan(y * Stride, Stride);
            var above = y > 0 ? _lines.AsSpan((y - 1) * Stride, Stride) : new byte[Stride];
            lines.ReadExactly(line);
            for (var i = 0; i < Stride; i++)
            {
                int before = i < _bytesPerPixel ? 0 : line[i - _bytesPerPixel];
                int corner = i < _bytesPerPixel ? 0 : above[i - _bytesPerPixel];
                line[i] += (byte)(filter switch
                {
                    1 => before,
                    2 => above[i],
                    3 => (before + above[i]) / 2,
                    4 => Nearest(before, above[i], corner),
                    _ => 0,
                });
            }
        }
    }

    private static int Nearest(int before, int above, int corner)
    {
        var guess = before + above - corner;
        var (a, b, c) = (Math.Abs(guess - before), Math.Abs(guess - above), Math.Abs(guess - corner));
        return a <= b && a <= c ? before : b <= c ? above : corner;
    }
}
