namespace Protocols.Congestion;

/// <summary>
/// Gathers packets into groups: those sent within 5 ms of each other, and those that arrive in one burst because something on
/// the way had held them back. Single packets say more about pacing and interrupts than about the queue.
/// Packets come in the order they were sent. Arrival times are a stranger's: any value may come, so a jump starts anew.
/// </summary>
public sealed class ArrivalGroups
{
    private static readonly TimeSpan GroupLength = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestBurst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(3);
    private const int BackwardsInARow = 3;

    private Group _current;
    private Group _previous;
    private int _backwards;

    public bool TryAdd(Instant sentAt, TimeSpan arrivedAt, out GroupDelta delta)
    {
        delta = default;
        if (!_current.HasPackets)
        {
            _current = new Group(sentAt, arrivedAt);
            return false;
        }

        if (sentAt < _current.FirstSent)
            return false;

        if (Belongs(sentAt, arrivedAt))
        {
            _current.Add(sentAt, arrivedAt);
            return false;
        }

        var complete = _previous.HasPackets && TryCompare(out delta);
        if (_current.HasPackets)
            _previous = _current;

        _current = new Group(sentAt, arrivedAt);
        return complete;
    }

    private bool Belongs(Instant sentAt, TimeSpan arrivedAt)
    {
        var sentLater = sentAt - _current.LastSent;
        var arrivedLater = arrivedAt - _current.LastArrived;
        if (sentLater == TimeSpan.Zero)
            return true;

        var heldBack = arrivedLater < sentLater
            && arrivedLater <= GroupLength
            && (arrivedAt - _current.FirstArrived).Duration() < LongestBurst;
        return heldBack || sentAt - _current.FirstSent <= GroupLength;
    }

    private bool TryCompare(out GroupDelta delta)
    {
        var sent = _current.LastSent - _previous.LastSent;
        var arrived = _current.LastArrived - _previous.LastArrived;
        delta = new GroupDelta(sent.TotalMilliseconds, arrived.TotalMilliseconds, _current.LastSent, _current.LastArrived);

        if ((arrived - sent).Duration() > Jump)
        {
            Reset();
            return false;
        }

        if (arrived >= TimeSpan.Zero)
        {
            _backwards = 0;
            return true;
        }

        if (++_backwards >= BackwardsInARow)
            Reset();

        return false;
    }

    private void Reset()
    {
        _backwards = 0;
        _current = default;
        _previous = default;
    }

    private struct Group(Instant sentAt, TimeSpan arrivedAt)
    {
        public readonly Instant FirstSent = sentAt;
        public readonly TimeSpan FirstArrived = arrivedAt;
        public readonly bool HasPackets = true;

        public Instant LastSent { get; private set; } = sentAt;

        public TimeSpan LastArrived { get; private set; } = arrivedAt;

        public void Add(Instant sentAt, TimeSpan arrivedAt)
        {
            LastSent = Instant.Later(LastSent, sentAt);
            LastArrived = arrivedAt > LastArrived ? arrivedAt : LastArrived;
        }
    }
}
