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
        return new ProcessSnapshot(Clock.Now, TimeSpan.FromTicks(cpu / 100), Ticks(fields[11]), Ticks(fields[12]), ReadStatus("VmRSS"));
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
internal readonly record struct ProcessSnapshot(Protocols.Instant At, TimeSpan Cpu, TimeSpan User, TimeSpan System, long Resident)
{
    public static ProcessUse operator -(ProcessSnapshot later, ProcessSnapshot earlier)
    {
        var user = later.User - earlier.User;
        var all = user + later.System - earlier.System;
        return new(later.At - earlier.At, later.Cpu - earlier.Cpu, all > TimeSpan.Zero ? user / all : 0, later.Resident - earlier.Resident);
    }
}

/// <summary>What a process used within some time. The kernel tells user from system in ticks of 10 ms, so that is a share.</summary>
internal readonly record struct ProcessUse(TimeSpan Elapsed, TimeSpan Cpu, double UserShare, long Growth)
{
    public double Load => Cpu / Elapsed;

    public double NanosecondsFor(long packets) => packets == 0 ? 0 : Cpu.TotalNanoseconds / packets;
}
