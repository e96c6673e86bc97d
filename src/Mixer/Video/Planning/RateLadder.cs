using Mixer.Video.Composing;
using Protocols;

namespace Mixer.Video.Planning;

/// <summary>The steps that a viewer may be on, from the best down (quality table of the product: 512 k, 1 M, 2 M, 4 M).</summary>
public static class RateLadder
{
    private const int Full = 30;
    private const int Half = 15;

    private static readonly RateStep[] Wide =
    [
        new(CanvasSize.FullHd, Bitrate.Megabits(4), Full),
        new(CanvasSize.FullHd, Bitrate.Megabits(2), Full),
        new(CanvasSize.Hd, Bitrate.Megabits(2), Full),
        new(CanvasSize.Hd, Bitrate.Megabits(1), Full),
        new(CanvasSize.Small, Bitrate.Kilobits(512), Full),
        new(CanvasSize.Small, Bitrate.Kilobits(256), Half),
    ];

    private static readonly RateStep[] Narrow =
    [
        new(CanvasSize.FourCif, Bitrate.Megabits(1), Full),
        new(CanvasSize.FourCif, Bitrate.Kilobits(512), Full),
        new(CanvasSize.FourCif, Bitrate.Kilobits(256), Half),
    ];

    private static readonly RateStep[] Old =
    [
        new(CanvasSize.Cif, Bitrate.Kilobits(512), Full),
        new(CanvasSize.Cif, Bitrate.Kilobits(256), Half),
    ];

    /// <summary>
    /// The best step within the limits whose rate is no higher than said; the lowest of all where even that is too much, because a terminal without a picture
    /// is taken for broken. Of two sizes at one rate the larger is taken.
    /// </summary>
    public static RateStep Best(ViewerLimits limits, Bitrate most, MixLimits allowed)
    {
        var steps = limits.Largest == CanvasSize.FourCif ? Narrow : limits.Largest == CanvasSize.Cif ? Old : Wide;
        var highest = Bitrate.Lower(most, limits.Highest);
        var chosen = steps[^1];
        foreach (var step in steps)
        {
            if (step.Rate > highest || step.Size.Pixels > limits.Largest.Pixels || step.Size.Pixels > allowed.Largest.Pixels)
                continue;

            chosen = step;
            break;
        }

        var rate = chosen.Size.Pixels < CanvasSize.Hd.Pixels ? Math.Min(chosen.FramesPerSecond, allowed.SmallFramesPerSecond) : chosen.FramesPerSecond;
        return chosen with { FramesPerSecond = rate };
    }
}

/// <summary>What a viewer said that it can take.</summary>
public readonly record struct ViewerLimits(CanvasSize Largest, Bitrate Highest, VideoProfile Profile);
