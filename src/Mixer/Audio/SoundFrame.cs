namespace Mixer.Audio;

/// <summary>The mix goes in steps of 20 ms at 48 kHz, one channel, samples from -1 to 1.</summary>
public static class SoundFrame
{
    public const int SampleRate = 48_000;

    public const int PerSecond = 50;

    public const int Length = SampleRate / PerSecond;

    public static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(20);
}
