namespace MediaServer.Edge;

/// <summary>Where and how urgently a shard's thread runs. What the system refuses is left as it is.</summary>
internal static unsafe class ThreadPlacement
{
    private const int Fifo = 1;
    private const int LowestRealtime = 1;

    public static void Apply(ThreadOptions options, int index)
    {
        if (!OperatingSystem.IsLinux())
            return;

        if (options.Pin)
        {
            var core = index % Environment.ProcessorCount;
            var mask = stackalloc ulong[16];
            mask[core / 64] = 1UL << (core % 64);
            options.Refused(Libc.SetAffinity(0, 16 * sizeof(ulong), mask) == 0 ? null : $"shard {index} could not be pinned to core {core}");
        }

        _ = ThreadNiceness.TryTake(ThreadNiceness.Sound);
        if (options.Realtime)
        {
            var priority = LowestRealtime;
            options.Refused(Libc.SetScheduler(0, Fifo | Libc.ResetOnFork, &priority) == 0 ? null : $"shard {index} could not be given realtime priority (it needs CAP_SYS_NICE)");
        }
    }

    public static void Sleep(TimeSpan time)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(time);
            return;
        }

        var wanted = new Libc.TimeSpec { Seconds = 0, Nanoseconds = time.Ticks * 100 };
        _ = Libc.Sleep(&wanted, null);
    }
}

/// <summary>How shard threads are scheduled.</summary>
public sealed record ThreadOptions
{
    /// <summary>One core each, counted from the first.</summary>
    public bool Pin { get; init; }

    /// <summary>SCHED_FIFO at the lowest priority: on a busy host it brings the 99th percentile of delay from milliseconds to microseconds.</summary>
    public bool Realtime { get; init; }

    /// <summary>Told what the system refused, as a sentence; null for success.</summary>
    public Action<string?> Refused { get; init; } = _ => { };
}
