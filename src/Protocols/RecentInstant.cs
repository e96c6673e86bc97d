namespace Protocols;

/// <summary>
/// An instant of the last hour in 32 bits, for what is kept by the hundred thousand: its microseconds, which wrap every 71 minutes.
/// What is older comes out as younger, so nothing may be kept longer, or depend on it.
/// </summary>
public readonly record struct RecentInstant(uint Microseconds)
{
    private const long TicksPerMicrosecond = 10;

    public static RecentInstant From(Instant instant) => new(unchecked((uint)(instant.Ticks / TicksPerMicrosecond)));

    /// <summary>Not later than now.</summary>
    public Instant At(Instant now)
    {
        var microseconds = now.Ticks / TicksPerMicrosecond;
        return new Instant((microseconds - unchecked((uint)microseconds - Microseconds)) * TicksPerMicrosecond);
    }
}
