namespace Protocols;

/// <summary>Wall clock as RTCP writes it (RFC 3550 §4): seconds since 1900 in the upper 32 bits, their fraction in the lower.</summary>
public readonly record struct NtpTime(ulong Value)
{
    private const ulong UnixEpochSeconds = 2_208_988_800;

    /// <summary>The middle 32 bits, as LSR and DLSR use them: units of 1/65536 s.</summary>
    public uint Compact => unchecked((uint)(Value >> 16));

    public static NtpTime FromUnix(TimeSpan sinceUnixEpoch)
    {
        var seconds = (ulong)(sinceUnixEpoch.Ticks / TimeSpan.TicksPerSecond) + UnixEpochSeconds;
        var fraction = (ulong)(sinceUnixEpoch.Ticks % TimeSpan.TicksPerSecond) * (1UL << 32) / TimeSpan.TicksPerSecond;
        return new NtpTime((seconds << 32) | fraction);
    }

    public static NtpTime operator +(NtpTime t, TimeSpan d) => new(unchecked(t.Value + (ulong)ToFixedPoint(d)));

    public static NtpTime operator -(NtpTime t, TimeSpan d) => new(unchecked(t.Value - (ulong)ToFixedPoint(d)));

    public static TimeSpan operator -(NtpTime a, NtpTime b)
    {
        var difference = (Int128)unchecked((long)(a.Value - b.Value));
        return new TimeSpan((long)((difference * TimeSpan.TicksPerSecond) >> 32));
    }

    private static long ToFixedPoint(TimeSpan d) => (long)(((Int128)d.Ticks << 32) / TimeSpan.TicksPerSecond);
}
