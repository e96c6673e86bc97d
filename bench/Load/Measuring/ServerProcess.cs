using System.Globalization;
using Load.Edge;

namespace Load.Measuring;

/// <summary>Another process, looked at from outside: its CPU time to the nanosecond, how that divides, and its memory.</summary>
internal sealed class ServerProcess(int id)
{
    private const int TicksPerSecond = 100;
    private const int SchedulerClock = 2;

    public int Id => id;

    public ProcessSnapshot Read()
    {
        // The process's own clock (CLOCK_PROCESS_CPUTIME_ID of another process): threads that have ended count too.
        var cpu = Clock.Read((~id << 3) | SchedulerClock);
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessSnapshot(Clock.Now, TimeSpan.FromTicks(cpu / 100), Ticks(fields[11]), Ticks(fields[12]), ReadStatus("VmRSS"))
        {
            Threads = ReadThreads(),
        };
    }

    // What each thread has run, by name: threads of one name together.
    private Dictionary<string, TimeSpan> ReadThreads()
    {
        var threads = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories($"/proc/{id}/task"))
        {
            try
            {
                var name = File.ReadAllText(Path.Combine(folder, "comm")).Trim();
                var ran = File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ')[0];
                threads[name] = threads.GetValueOrDefault(name) + TimeSpan.FromTicks(long.Parse(ran, CultureInfo.InvariantCulture) / 100);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return threads;
    }

    public bool IsAlive => Directory.Exists($"/proc/{id}");

    private static TimeSpan Ticks(string field) => TimeSpan.FromSeconds(double.Parse(field, CultureInfo.InvariantCulture) / TicksPerSecond);

    private long ReadStatus(string name)
    {
        foreach (var line in File.ReadLines($"/proc/{id}/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(name.Length + 1).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
        }

        return 0;
    }
}

/// <summary>CPU time since the start of the process, and its resident memory in bytes.</summary>
internal sealed record ProcessSnapshot(Protocols.Instant At, TimeSpan Cpu, TimeSpan User, TimeSpan System, long Resident)
{
    public IReadOnlyDictionary<string, TimeSpan> Threads { get; init; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    public static ProcessUse operator -(ProcessSnapshot later, ProcessSnapshot earlier)
    {
        var user = later.User - earlier.User;
        var all = user + later.System - earlier.System;
        return new(later.At - earlier.At, later.Cpu - earlier.Cpu, all > TimeSpan.Zero ? user / all : 0, later.Resident - earlier.Resident)
        {
            Threads = later.Threads.ToDictionary(
                thread => thread.Key, thread => thread.Value - earlier.Threads.GetValueOrDefault(thread.Key), StringComparer.Ordinal),
        };
    }
}

/// <summary>What a process used within some time. The kernel tells user from system in ticks of 10 ms, so that is a share.</summary>
internal sealed record ProcessUse(TimeSpan Elapsed, TimeSpan Cpu, double UserShare, long Growth)
{
    public double Load => Cpu / Elapsed;

    public IReadOnlyDictionary<string, TimeSpan> Threads { get; init; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>The busiest threads besides the busiest one, as shares of a core.</summary>
    public string Others => string.Join(
        ' ', Threads.OrderByDescending(thread => thread.Value).Skip(1).Take(2).Where(thread => thread.Value / Elapsed > 0.001)
            .Select(thread => $"{thread.Key} {thread.Value / Elapsed:P1}"));

    /// <summary>Of a core, by all threads whose names have this in them.</summary>
    public double Share(string name) => Threads.Where(thread => thread.Key.Contains(name, StringComparison.Ordinal)).Sum(thread => thread.Value / Elapsed);

    public double NanosecondsFor(long packets) => packets == 0 ? 0 : Cpu.TotalNanoseconds / packets;
}
