namespace Meetings.Corporations;

/// <summary>How many wrong passwords are suffered. The reference product does not publish its counts; these are ours.</summary>
public sealed record TryLimitOptions
{
    /// <summary>The failure that locks: the fifth.</summary>
    public int FreeTries { get; init; } = 5;

    public TimeSpan FirstLock { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A six-digit password stands against a guess an hour for a century.</summary>
    public TimeSpan LongestLock { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after a lock (or a failure without one) a key starts from nothing.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromHours(2);

    public int MaxKeys { get; init; } = 100_000;
}
