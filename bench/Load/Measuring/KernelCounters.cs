using System.Globalization;

namespace Load.Measuring;

/// <summary>What the kernel says of the machine beside our processes.</summary>
internal static class KernelCounters
{
    private const int IdleField = 4;

    /// <summary>How long the cores that a process may use have been idle, all together, since the machine began.</summary>
    public static TimeSpan IdleOfCoresOf(int process)
    {
        var allowed = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));
        var cores = allowed[(allowed.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',').SelectMany(Range).Select(core => $"cpu{core}").ToHashSet(StringComparer.Ordinal);
        var ticks = File.ReadLines("/proc/stat").Select(line => line.Split(' ')).Where(fields => cores.Contains(fields[0])).Sum(fields => double.Parse(fields[IdleField], CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds(ticks / 100);
    }

    private static IEnumerable<int> Range(string part)
    {
        var ends = part.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
