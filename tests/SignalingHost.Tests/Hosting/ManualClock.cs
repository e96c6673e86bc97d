namespace SignalingHost.Tests.Hosting;

/// <summary>A clock that moves when told to, and wakes whoever waits for it.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public void Advance(TimeSpan time)
    {
        var until = _now + time;
        while (_alarms.Where(alarm => alarm.Due <= until).MinBy(alarm => alarm.Due) is { } next)
        {
            _now = next.Due;
            _alarms.Remove(next);
            next.Ring();
        }

        _now = until;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._alarms.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;

            Due = clock._now + dueTime;
            clock._alarms.Add(this);
            return true;
        }

        public void Dispose() => clock._alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
