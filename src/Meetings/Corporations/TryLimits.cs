namespace Meetings.Corporations;

/// <summary>
/// Counts wrong passwords by meeting, by account and by source, and locks a key for a time that doubles with every further failure.
/// Bounded: past <see cref="TryLimitOptions.MaxKeys"/> the key longest without a failure is forgotten, one that is not locked before
/// one that is, so that a flood of sources does not open a meeting's lock.
/// </summary>
public sealed class TryLimits(TryLimitOptions options)
{
    private const int PassedOverAtMost = 64;

    private readonly Dictionary<TryKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byLastFailure = [];

    public int Count => _entries.Count;

    public bool IsLocked(TryKey key, DateTimeOffset now) => LockedFor(key, now) > TimeSpan.Zero;

    /// <summary>How long a caller must still wait; zero if he may try.</summary>
    public TimeSpan LockedFor(TryKey key, DateTimeOffset now) =>
        _entries.TryGetValue(key, out var node) && node.Value.LockedUntil > now ? node.Value.LockedUntil - now : TimeSpan.Zero;

    /// <summary>A wrong password. While a key is locked further tries are not looked at and so do not count.</summary>
    public void Failed(TryKey key, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(key, out var node))
        {
            MakeRoom(now);
            node = new LinkedListNode<Entry>(new Entry(key));
            _entries.Add(key, node);
        }
        else
        {
            if (node.Value.LockedUntil > now)
                return;
            _byLastFailure.Remove(node);
        }

        _byLastFailure.AddLast(node);
        var entry = node.Value;
        if (now >= entry.ForgottenAt)
            entry.Failures = 0;

        entry.Failures++;
        entry.LockedUntil = now + LockAfter(entry.Failures);
        entry.ForgottenAt = entry.LockedUntil + options.Memory;
    }

    /// <summary>A right password: what went wrong before is forgiven.</summary>
    public void Succeeded(TryKey key)
    {
        if (_entries.Remove(key, out var node))
            _byLastFailure.Remove(node);
    }

    private TimeSpan LockAfter(int failures)
    {
        var beyond = failures - options.FreeTries;
        if (beyond < 0)
            return TimeSpan.Zero;

        var longer = options.FirstLock.Ticks * Math.Pow(2, Math.Min(beyond, 40));
        return longer >= options.LongestLock.Ticks ? options.LongestLock : TimeSpan.FromTicks((long)longer);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_entries.Count < options.MaxKeys)
            return;

        var leaving = _byLastFailure.First!;
        var passedOver = 0;
        for (var node = leaving; node is not null && passedOver < PassedOverAtMost; node = node.Next, passedOver++)
        {
            if (node.Value.LockedUntil > now)
                continue;

            leaving = node;
            break;
        }

        _entries.Remove(leaving.Value.Key);
        _byLastFailure.Remove(leaving);
    }

    private sealed class Entry(TryKey key)
    {
        public TryKey Key { get; } = key;

        public int Failures { get; set; }

        public DateTimeOffset LockedUntil { get; set; }

        public DateTimeOffset ForgottenAt { get; set; }
    }
}
