namespace Load.Pictures;

/// <summary>What the thread that asks has run.</summary>
internal static class ThreadCpu
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID.</summary>
    public const int Clock = 3;

    private const int Children = -1;

    public static TimeSpan Now => TimeSpan.FromTicks(Edge.Clock.Read(Clock) / TimeSpan.NanosecondsPerTick);

    /// <summary>What all programs that were started here and have ended have run.</summary>
    public static unsafe TimeSpan OfEndedChildren()
    {
        Edge.Libc.Use use;
        return Edge.Libc.ReadUse(Children, &use) == 0
            ? TimeSpan.FromSeconds(use.UserSeconds + use.SystemSeconds) + TimeSpan.FromMicroseconds(use.UserMicroseconds + use.SystemMicroseconds)
            : throw new InvalidOperationException("The kernel does not tell what was used.");
    }
}
