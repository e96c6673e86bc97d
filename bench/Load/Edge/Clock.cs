using System.Diagnostics;
using Protocols;

namespace Load.Edge;

/// <summary>
/// The load's two clocks: the monotonic one that everything is timed by, and the wall clock in nanoseconds, which the kernel
/// stamps arrivals with and packets carry.
/// </summary>
internal static class Clock
{
    private const int Realtime = 0;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly long Start = Stopwatch.GetTimestamp();

    public static Instant Now => new((Stopwatch.GetTimestamp() - Start) * TimeSpan.TicksPerSecond / Stopwatch.Frequency);

    public static long WallNanoseconds => Read(Realtime);

    /// <summary>Since 1970, at <see cref="Instant.Zero"/>.</summary>
    public static TimeSpan UnixTimeAtZero { get; } = (DateTime.UtcNow - DateTime.UnixEpoch) - (Now - Instant.Zero);

    public static unsafe long Read(int clock)
    {
        Libc.TimeSpec time;
        return Libc.ReadClock(clock, &time) == 0 ? (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds : 0;
    }

    /// <summary>Coarse enough to be cheap: the thread's timer slack is 50 µs.</summary>
    public static unsafe void Sleep(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            return;

        var wanted = new Libc.TimeSpec { Seconds = time.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * 100 };
        _ = Libc.Sleep(&wanted, null);
    }
}
