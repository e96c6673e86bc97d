using Protocols.Codecs;

namespace Protocols.Sdp.Terminals;

/// <summary>
/// How large, how often and how dense the pictures may be that a terminal decodes. Room systems say a low level and raise its parts
/// one by one (RFC 6184 §8.1), so a size is never concluded from the level.
/// </summary>
public readonly record struct PictureLimit(int Macroblocks, int MacroblocksPerSecond, int FrameRate, Bitrate Bitrate)
{
    private const int HighestFrameRate = 60;

    /// <summary>1920 × 1080 at 30.</summary>
    public static readonly PictureLimit FullHd = new(8_192, 245_760, 30, Bitrate.Unlimited);

    /// <summary>1280 × 720 at 30.</summary>
    public static readonly PictureLimit Hd = new(3_600, 108_000, 30, Bitrate.Unlimited);

    /// <summary>
    /// What a format says. <c>max-br</c> counts 1 200 bits with headers of NAL units, 1 500 in the High profiles (H.264 §A.3.1, table A-2);
    /// <c>max-fps</c> counts hundredths of a picture.
    /// </summary>
    public static PictureLimit Of(H264Profile profile, FormatParameters format)
    {
        var level = H264Level.Of(profile.Level);
        var unit = profile.Name is H264ProfileName.High or H264ProfileName.ConstrainedHigh ? 1_500L : 1_200L;
        var frameRate = format.Number("max-fps") is > 0 and var hundredths ? Math.Max(1, hundredths / 100) : HighestFrameRate;
        return new(
            Math.Max(level.Macroblocks, format.Number("max-fs") ?? 0),
            Math.Max(level.MacroblocksPerSecond, format.Number("max-mbps") ?? 0),
            Math.Min(frameRate, HighestFrameRate),
            new Bitrate(unit * Math.Max(level.KilobitsPerSecond, format.Number("max-br") ?? 0)));
    }

    /// <summary>What both allow.</summary>
    public PictureLimit Within(PictureLimit other) => new(
        Math.Min(Macroblocks, other.Macroblocks),
        Math.Min(MacroblocksPerSecond, other.MacroblocksPerSecond),
        Math.Min(FrameRate, other.FrameRate),
        Bitrate.Lower(Bitrate, other.Bitrate));

    /// <summary>The largest picture that may be sent at least <paramref name="leastFrameRate"/> times a second.</summary>
    public PictureSize LargestSize(int leastFrameRate = 24)
    {
        foreach (var size in PictureSize.Ladder)
        {
            if (size.Macroblocks <= Macroblocks && FrameRateOf(size) >= Math.Min(leastFrameRate, FrameRate))
                return size;
        }

        return PictureSize.Ladder[^1];
    }

    public int FrameRateOf(PictureSize size) => Math.Clamp(MacroblocksPerSecond / size.Macroblocks, 1, FrameRate);
}

/// <summary>A picture in square pixels.</summary>
public readonly record struct PictureSize(int Width, int Height)
{
    private static readonly PictureSize[] Sizes =
    [
        new(1_920, 1_080), new(1_280, 720), new(1_024, 576), new(848, 480), new(640, 360), new(512, 288), new(352, 288), new(176, 144),
    ];

    /// <summary>Largest first; what is below 512 × 288 is for levels that allow nothing wider.</summary>
    public static ReadOnlySpan<PictureSize> Ladder => Sizes;

    public int Macroblocks => ((Width + 15) / 16) * ((Height + 15) / 16);

    public override string ToString() => $"{Width}x{Height}";
}
