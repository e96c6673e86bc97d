namespace Mixer.Audio.Prompts;

/// <summary>Between any two rates, well rather than fast: for files, when they are loaded. The filter is drawn once for each phase between the rates.</summary>
internal static class SincResampler
{
    private const int Lobes = 24;

    public static float[] Convert(ReadOnlySpan<float> sound, int from, int to)
    {
        if (from == to)
            return sound.ToArray();

        // Below the lower of both half rates, and a little less, for the filter's slope.
        var cutoff = 0.95 * Math.Min(1, to / (double)from);
        var reach = (int)Math.Ceiling(Lobes / cutoff);
        var divisor = CommonDivisor(from, to);
        var (phases, step) = (to / divisor, from / divisor);
        var filters = new float[phases][];
        var padded = new float[sound.Length + (2 * reach) + 1];
        sound.CopyTo(padded.AsSpan(reach));
        var result = new float[(int)((long)sound.Length * to / from)];
        for (var i = 0; i < result.Length; i++)
        {
            var at = Math.DivRem((long)i * step, phases, out var phase);
            var filter = filters[phase] ??= Draw(phase / (double)phases, cutoff, reach);
            result[i] = Samples.Product(filter, padded.AsSpan((int)at, filter.Length));
        }

        return result;
    }

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);

    private static float[] Draw(double offset, double cutoff, int reach)
    {
        var filter = new float[(2 * reach) + 1];
        for (var k = 0; k < filter.Length; k++)
        {
            var x = (k - reach - offset) * cutoff;
            if (Math.Abs(x) < Lobes)
                filter[k] = (float)(cutoff * (0.5 + (0.5 * Math.Cos(Math.PI * x / Lobes))) * (Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x)));
        }

        return filter;
    }
}
