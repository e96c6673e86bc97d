using Mixer.Video.Composing;

namespace Mixer.Video.Planning;

/// <summary>What the mixer may spend at the moment.</summary>
public readonly record struct MixLimits
{
    /// <summary>Whatever it likes.</summary>
    public static readonly MixLimits None = new()
    {
        PersonalViews = true,
        Largest = CanvasSize.FullHd,
        SmallFramesPerSecond = 30,
        Effort = EncoderEffort.X264Veryfast,
        NewVideo = true,
        NewCalls = true,
    };

    public bool PersonalViews { get; init; }

    public CanvasSize Largest { get; init; }

    public int SmallFramesPerSecond { get; init; }

    public EncoderEffort Effort { get; init; }

    public bool NewVideo { get; init; }

    public bool NewCalls { get; init; }
}
