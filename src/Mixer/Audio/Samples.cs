using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixer.Audio;

/// <summary>
/// Arithmetic of samples: those of the mix (-1 … 1) and those of old codecs (16 bits). Here and in other loops over samples the compiler is told to do its best
/// at once: code that it has only translated takes a full room's whole core until it has seen that it is hot.
/// </summary>
internal static class Samples
{
    public const float Unit = 1f / 32_768;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToInt16(float sample) => (int)MathF.Round(Math.Clamp(sample * 32_768, short.MinValue, short.MaxValue));

    public static float Energy(ReadOnlySpan<float> sound) => Product(sound, sound);

    /// <summary>The sum of the products; of the first argument's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(a);
        var y = MemoryMarshal.Cast<float, Vector<float>>(b);
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            even += x[i] * y[i];
            odd += x[i + 1] * y[i + 1];
        }

        var sum = Vector.Sum(even + odd);
        for (i *= Vector<float>.Count; i < a.Length; i++)
            sum += a[i] * b[i];

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> sum, ReadOnlySpan<float> summand)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var y = MemoryMarshal.Cast<float, Vector<float>>(summand);
        for (var i = 0; i < x.Length; i++)
            x[i] += y[i];

        for (var i = x.Length * Vector<float>.Count; i < sum.Length; i++)
            sum[i] += summand[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(Span<float> from, ReadOnlySpan<float> what)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(from);
        var y = MemoryMarshal.Cast<float, Vector<float>>(what);
        for (var i = 0; i < x.Length; i++)
            x[i] -= y[i];

        for (var i = x.Length * Vector<float>.Count; i < from.Length; i++)
            from[i] -= what[i];
    }

    /// <summary>Nothing is louder than twice full scale, and nothing is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Bound(Span<float> sound)
    {
        foreach (ref var sample in sound)
            sample = sample is >= -2 and <= 2 ? sample : sample > 0 ? 2 : sample < 0 ? -2 : 0;
    }

    /// <summary>The largest value without its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Peak(ReadOnlySpan<float> sound)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(sound);
        var peaks = Vector<float>.Zero;
        for (var i = 0; i < x.Length; i++)
            peaks = Vector.Max(peaks, Vector.Abs(x[i]));

        var peak = 0f;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
            peak = MathF.Max(peak, peaks[lane]);
        for (var i = x.Length * Vector<float>.Count; i < sound.Length; i++)
            peak = MathF.Max(peak, MathF.Abs(sound[i]));

        return peak;
    }
}
