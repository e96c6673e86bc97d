using System.Diagnostics;

namespace Api;

/// <summary>Calls one after the other, by several at once, and how long each took.</summary>
internal static class Callers
{
    public static async Task<Calls> CallAsync(this BenchServer server, int callers, int many, Func<Task> one)
    {
        var times = new double[many];
        var next = -1;
        var (cpu, started) = (server.Cpu, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < many; i = Interlocked.Increment(ref next))
            {
                var at = Stopwatch.GetTimestamp();
                await one();
                times[i] = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
            }
        }));
        return new Calls(times, Stopwatch.GetElapsedTime(started), server.Cpu - cpu);
    }
}

/// <summary>How long each call took in milliseconds, all of them together, and what of it the server had of its core.</summary>
internal sealed record Calls(double[] Times, TimeSpan Took, TimeSpan Cpu)
{
    public IEnumerable<(string Column, double Value)> Rates =>
        [("per second", Times.Length / Took.TotalSeconds), ("per CPU second", Times.Length / Cpu.TotalSeconds), .. Results.Spread(Times)];
}
