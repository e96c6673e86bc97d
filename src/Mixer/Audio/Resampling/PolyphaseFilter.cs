using System.Collections.Immutable;

namespace Mixer.Audio.Resampling;

/// <summary>
/// The filter between a rate of a codec and 48 kHz. It is drawn once for each rate and used in both directions; it is flat to 3.4 kHz
/// at 8 kHz and to 7 kHz at 16 kHz, and delays by two and by one and a quarter milliseconds (docs/mechanisms/audio-mixing.md has the measured curves).
/// </summary>
internal sealed class PolyphaseFilter
{
    private static readonly PolyphaseFilter From8 = new(factor: 6, tapsPerPhase: 32);
    private static readonly PolyphaseFilter From16 = new(factor: 3, tapsPerPhase: 40);

    private PolyphaseFilter(int factor, int tapsPerPhase)
    {
        Factor = factor;
        TapsPerPhase = tapsPerPhase;
        Taps = [.. LowPass.Draw(factor * tapsPerPhase, 0.5 / factor)];
        Phases = [.. Enumerable.Range(0, factor).Select(PhaseOf)];
    }

    /// <summary>How many samples at 48 kHz stand for one of the codec's.</summary>
    public int Factor { get; }

    public int TapsPerPhase { get; }

    public ImmutableArray<float> Taps { get; }

    /// <summary>For each of the samples that stand for one: the taps for the codec's samples, oldest first.</summary>
    public ImmutableArray<ImmutableArray<float>> Phases { get; }

    /// <summary>For 8 or 16 kHz.</summary>
    public static PolyphaseFilter For(int sampleRate) => sampleRate == 8_000 ? From8 : From16;

    private ImmutableArray<float> PhaseOf(int phase) =>
        [.. Enumerable.Range(0, TapsPerPhase).Select(tap => Factor * Taps[((TapsPerPhase - 1 - tap) * Factor) + phase])];
}
