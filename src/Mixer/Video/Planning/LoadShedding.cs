using Mixer.Video.Composing;
using Protocols;

namespace Mixer.Video.Planning;

/// <summary>
/// Gives up one thing more for every while that the machine is overloaded, and takes one back for every longer while that it is not. Going down is quick
/// because late pictures are seen by all; going up is slow because a viewer dislikes a change more than a lower quality.
/// </summary>
public sealed class LoadShedding(LoadSheddingOptions options)
{
    private Instant _overSince = Instant.Never;
    private Instant _underSince = Instant.Never;

    public ShedStep Step { get; private set; }

    public MixLimits Limits => MixLimits.None with
    {
        PersonalViews = Step < ShedStep.PersonalViews,
        SmallFramesPerSecond = Step < ShedStep.HalfRateOfSmallPictures ? MixLimits.None.SmallFramesPerSecond : MixLimits.None.SmallFramesPerSecond / 2,
        Effort = Step switch
        {
            < ShedStep.CheaperEncoding => EncoderEffort.X264Veryfast,
            ShedStep.CheaperEncoding => EncoderEffort.X264Superfast,
            _ => EncoderEffort.OpenH264Low,
        },
        Largest = Step < ShedStep.FullHd ? CanvasSize.FullHd : CanvasSize.Hd,
        NewVideo = Step < ShedStep.NewVideo,
        NewCalls = Step < ShedStep.NewCalls,
    };

    /// <summary>How busy the mixer's threads were lately: 1 is all the time. True: the step is another now.</summary>
    public bool Receive(double load, Instant now)
    {
        _overSince = load > options.Overloaded ? Instant.Earlier(_overSince, now) : Instant.Never;
        _underSince = load < options.Relaxed ? Instant.Earlier(_underSince, now) : Instant.Never;
        if (_overSince != Instant.Never && now - _overSince >= options.GiveUpAfter && Step < ShedStep.NewCalls)
            return Go(Step + 1);
        if (_underSince != Instant.Never && now - _underSince >= options.TakeBackAfter && Step > ShedStep.Nothing)
            return Go(Step - 1);
        return false;
    }

    private bool Go(ShedStep step)
    {
        // The next one waits until this one has shown its effect.
        (Step, _overSince, _underSince) = (step, Instant.Never, Instant.Never);
        return true;
    }
}

public sealed record LoadSheddingOptions
{
    /// <summary>Above this a tick is late as soon as anything else wants the processor.</summary>
    public double Overloaded { get; init; } = 0.9;

    /// <summary>Far enough below that what is taken back does not overload again.</summary>
    public double Relaxed { get; init; } = 0.65;

    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan TakeBackAfter { get; init; } = TimeSpan.FromSeconds(15);
}
