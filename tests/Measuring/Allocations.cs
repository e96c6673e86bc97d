namespace Measuring;

/// <summary>What a piece of work takes from the heap, each time that it is done.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>Bytes that the thread allocates when <paramref name="work"/> is done so many times.</summary>
    /// <remarks>
    /// It is the least of a few such rounds. The runtime compiles and binds on the thread that it serves, when it likes, and what it
    /// allocates for itself counts as the thread's: that is in one round or another, what the work allocates is in each.
    /// </remarks>
    public static long Least(Action work, int times = 1) => Least(GC.GetAllocatedBytesForCurrentThread, work, times);

    /// <summary>The same, by another count of bytes.</summary>
    public static long Least(Func<long> count, Action work, int times = 1)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = count();
            for (var i = 0; i < times; i++)
                work();

            least = Math.Min(least, count() - before);
        }

        return least;
    }
}
