using System.Numerics;

namespace Load.Measuring;

/// <summary>Delays in nanoseconds, counted in steps of at most 1.6 % of their size, without keeping any of them.</summary>
internal sealed class DelayHistogram
{
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[64 * Steps];

    public long Count { get; private set; }

    /// <summary>Clocks that disagree, or a packet from before: none should be here.</summary>
    public long Negative { get; private set; }

    public long Highest { get; private set; }

    public void Add(long nanoseconds)
    {
        if (nanoseconds < 0)
        {
            Negative++;
            return;
        }

        Count++;
        Highest = Math.Max(Highest, nanoseconds);
        _counts[SlotOf(nanoseconds)]++;
    }

    public void Add(DelayHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];

        Count += other.Count;
        Negative += other.Negative;
        Highest = Math.Max(Highest, other.Highest);
    }

    /// <summary>The delay that this share of the packets did not exceed.</summary>
    public TimeSpan Quantile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var slot = 0; slot < _counts.Length && wanted > 0; slot++)
        {
            seen += _counts[slot];
            if (seen >= wanted)
                return new TimeSpan((UpperEnd(slot) + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick);
        }

        return TimeSpan.Zero;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        (Count, Negative, Highest) = (0, 0, 0);
    }

    private static int SlotOf(long value)
    {
        var exponent = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value | 1) - StepBits);
        return (exponent * Steps) + (int)(value >> exponent);
    }

    private static long UpperEnd(int slot)
    {
        var exponent = slot < 2 * Steps ? 0 : (slot / Steps) - 1;
        return ((long)(slot - (exponent * Steps)) + 1) << exponent;
    }
}
