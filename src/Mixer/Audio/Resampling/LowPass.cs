namespace Mixer.Audio.Resampling;

/// <summary>Draws low-pass filters: an ideal one, cut off by Kaiser's window.</summary>
internal static class LowPass
{
    /// <summary>What is left of what should not be there: -70 dB, under the noise of every old codec.</summary>
    private const double Attenuation = 70;

    /// <summary>A symmetrical filter whose gain is 1 up to near <paramref name="cutoff"/> (in cycles per sample) and nothing beyond.</summary>
    public static float[] Draw(int taps, double cutoff)
    {
        const double beta = 0.1102 * (Attenuation - 8.7);
        var filter = new double[taps];
        var middle = (taps - 1) / 2.0;
        for (var i = 0; i < taps; i++)
        {
            var x = i - middle;
            var ideal = x == 0 ? 2 * cutoff : Math.Sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
            var position = x / (middle + 0.5);
            filter[i] = ideal * Bessel(beta * Math.Sqrt(1 - (position * position))) / Bessel(beta);
        }

        var sum = filter.Sum();
        return [.. filter.Select(tap => (float)(tap / sum))];
    }

    /// <summary>The modified Bessel function of the first kind and order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }

        return sum;
    }
}
