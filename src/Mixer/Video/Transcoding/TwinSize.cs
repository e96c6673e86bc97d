using Mixer.Video.Composing;
using Protocols;

namespace Mixer.Video.Transcoding;

/// <summary>The sizes in which a stream is encoded, and what is spent on each.</summary>
internal static class TwinSize
{
    public const int Count = 2;

    private const int Half = 0;

    // Pictures are coded in blocks of sixteen lines, and not every sender says that eight of 1088 are none.
    private const double Allowance = 1.05;

    private const double Lowest = 64;
    private const double Highest = 4_000;

    // Kilobits a second of 720p, as the second step of the composed picture has. What is four times as large has detail that is coarser for its size: it takes 2.8 times as much.
    private const double OfHd = 2_000;
    private const double Power = 0.75;

    /// <summary>The picture's own size, or half of that each way; smaller by the same share in both where it has more pixels than are allowed.</summary>
    public static CanvasSize Of(int encoding, int width, int height, CanvasSize largest)
    {
        var pixels = (double)width * height;
        var share = pixels > largest.Pixels * Allowance ? Math.Sqrt(largest.Pixels / pixels) : 1;
        share /= encoding == Half ? 2 : 1;
        return new CanvasSize(Even(width * share), Even(height * share));
    }

    public static Bitrate RateOf(CanvasSize size) =>
        Bitrate.Kilobits(Math.Clamp(OfHd * Math.Pow((double)size.Pixels / CanvasSize.Hd.Pixels, Power), Lowest, Highest));

    private static int Even(double side) => Math.Max(2, (int)side & ~1);
}
