namespace Mixer.Tests.Audio.World;

/// <summary>Sounds to say and ways to look at what was heard. Levels are in dB below a full-scale sine.</summary>
internal static class Tone
{
    public static Func<double, double> Of(double frequency, double decibels = -12) =>
        t => Math.Pow(10, decibels / 20) * Math.Sin(2 * Math.PI * frequency * t);

    public static Func<double, double> Silence { get; } = _ => 0;

    /// <summary>The first sound until that time, then the second.</summary>
    public static Func<double, double> Then(this Func<double, double> first, double at, Func<double, double> second) => t => t < at ? first(t) : second(t);

    public static Func<double, double> Loud(this Func<double, double> sound, double decibels) => t => Math.Pow(10, decibels / 20) * sound(t);

    /// <summary>Like a voice: a pitch that wanders, its harmonics, and syllables.</summary>
    public static Func<double, double> Voice(double pitch = 120) => t =>
    {
        var phase = (pitch * t) + (Math.Sin(2 * Math.PI * 0.7 * t) * 2);
        var sum = 0.0;
        for (var harmonic = 1; harmonic <= 12; harmonic++)
            sum += Math.Sin(2 * Math.PI * harmonic * phase) / harmonic;

        return 0.12 * sum * (0.6 + (0.4 * Math.Sin(2 * Math.PI * 3 * t)));
    };

    public static float[] Render(Func<double, double> sound, int sampleRate, double from, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => (float)sound(from + (i / (double)sampleRate)))];

    /// <summary>How loud one frequency is, by Goertzel's recursion under a Hann window.</summary>
    public static double Level(ReadOnlySpan<float> sound, int sampleRate, double frequency)
    {
        var turn = 2 * Math.Cos(2 * Math.PI * frequency / sampleRate);
        var (last, before) = (0.0, 0.0);
        for (var i = 0; i < sound.Length; i++)
        {
            var window = 1 - Math.Cos(2 * Math.PI * i / sound.Length);
            (before, last) = (last, (sound[i] * window) + (turn * last) - before);
        }

        var power = (last * last) + (before * before) - (turn * last * before);
        return 20 * Math.Log10((Math.Sqrt(Math.Max(power, 0)) * 2 / sound.Length) + 1e-9);
    }

    public static double Energy(ReadOnlySpan<float> sound)
    {
        var sum = 0.0;
        foreach (var sample in sound)
            sum += sample * sample;

        return 10 * Math.Log10((2 * sum / sound.Length) + 1e-18);
    }

    /// <summary>The best ratio of signal to difference, over delays and gains, in dB.</summary>
    public static double SignalToNoise(ReadOnlySpan<float> original, ReadOnlySpan<float> heard, int longestDelay)
    {
        var best = double.MinValue;
        for (var delay = 0; delay <= longestDelay; delay++)
        {
            var a = original[..^longestDelay];
            var b = heard.Slice(delay, a.Length);
            var (cross, signal, all) = (0.0, 0.0, 0.0);
            for (var i = 0; i < a.Length; i++)
            {
                cross += a[i] * b[i];
                signal += a[i] * a[i];
                all += b[i] * b[i];
            }

            var explained = cross * cross / signal;
            best = Math.Max(best, 10 * Math.Log10(explained / Math.Max(all - explained, 1e-15)));
        }

        return best;
    }

    /// <summary>The largest step between two samples.</summary>
    public static double LargestStep(ReadOnlySpan<float> sound)
    {
        var largest = 0f;
        for (var i = 1; i < sound.Length; i++)
            largest = MathF.Max(largest, MathF.Abs(sound[i] - sound[i - 1]));

        return largest;
    }
}
