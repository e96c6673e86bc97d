namespace Protocols.Rtcp;

/// <summary>Arithmetic of the 16.16 seconds in which RTCP tells delays and remembers reports (RFC 3550 §6.4.1).</summary>
internal static class CompactNtp
{
    public static TimeSpan ToTimeSpan(uint value) => new((long)value * TimeSpan.TicksPerSecond >> 16);

    public static uint FromTimeSpan(TimeSpan span)
    {
        // Rounded up, because reading rounds down: what was read is written back as it was.
        var units = (((Int128)span.Ticks << 16) + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        return (uint)Math.Clamp((long)units, 0, uint.MaxValue);
    }

    /// <summary>The short way round the circle of 18 hours; negative when <paramref name="to"/> is earlier.</summary>
    public static TimeSpan Elapsed(uint from, uint to) =>
        new((long)unchecked((int)(to - from)) * TimeSpan.TicksPerSecond >> 16);
}
