namespace Mixer.Synchronizing;

/// <summary>
/// How long somebody's pictures take from capture until they are here. It goes to where half of them take longer and half less: key frames and what was sent
/// again take longer, and are no reason to keep his voice back.
/// </summary>
public sealed class PictureDelay
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    // No line becomes so much longer at once: the clock was set, or is another.
    private static readonly TimeSpan AnotherClock = TimeSpan.FromSeconds(1);

    /// <summary>Null before the first picture.</summary>
    public TimeSpan? Value { get; private set; }

    public void Receive(TimeSpan delay)
    {
        if (Value is not { } before || (delay - before).Duration() > AnotherClock)
            Value = delay;
        else
            Value = before + TimeSpan.FromTicks(Math.Clamp((delay - before).Ticks / 8, -Step.Ticks, Step.Ticks));
    }
}
