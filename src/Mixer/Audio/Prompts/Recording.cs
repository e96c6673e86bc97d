using System.Collections.Immutable;

namespace Mixer.Audio.Prompts;

/// <summary>A prompt as it is kept: 16 kHz, 16 bits, one channel; a second is 32 kB. Immutable, so all threads may play it.</summary>
public sealed record Recording(ImmutableArray<short> Samples)
{
    public const int SampleRate = 16_000;

    public TimeSpan Length => TimeSpan.FromSeconds(Samples.Length / (double)SampleRate);
}
