namespace Protocols.Sip.Transactions;

/// <summary>Something that wants to be called at a time.</summary>
internal interface ITimed
{
    Instant Due { get; }

    /// <summary>For the queue alone: when its entry comes up.</summary>
    Instant QueuedFor { get; set; }

    void Advance(Instant now);
}

/// <summary>
/// Who is due when. Each has at most one entry that counts; a deadline that moves back leaves its entry, which then comes up for nothing.
/// </summary>
internal sealed class TimedQueue
{
    private readonly PriorityQueue<ITimed, long> _queue = new();

    public Instant NextDue => _queue.TryPeek(out _, out var ticks) ? new(ticks) : Instant.Never;

    public void Watch(ITimed timed)
    {
        if (timed.Due >= timed.QueuedFor)
            return;

        timed.QueuedFor = timed.Due;
        _queue.Enqueue(timed, timed.Due.Ticks);
    }

    public void Advance(Instant now)
    {
        while (_queue.TryPeek(out var timed, out var ticks) && ticks <= now.Ticks)
        {
            _queue.Dequeue();
            if (timed.QueuedFor.Ticks != ticks)
                continue;

            // While it is advanced it cannot be queued; what is still due then has its turn next time, so nobody can keep the clock standing.
            timed.QueuedFor = new(long.MinValue);
            if (timed.Due <= now)
                timed.Advance(now);
            timed.QueuedFor = timed.Due == Instant.Never ? Instant.Never : Instant.Later(timed.Due, new(now.Ticks + 1));
            if (timed.QueuedFor != Instant.Never)
                _queue.Enqueue(timed, timed.QueuedFor.Ticks);
        }
    }
}
