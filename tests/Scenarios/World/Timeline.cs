using Protocols;
using Protocols.Ice;

namespace Scenarios.World;

/// <summary>
/// The simulated clock and everything that is going to happen, in the order of time and then of scheduling. Nobody waits: the clock
/// jumps from one event to the next.
/// </summary>
public sealed class Timeline
{
    private const int MostAtOneInstant = 2_000_000;

    private readonly PriorityQueue<Happening, (long At, long Order)> _coming = new();
    private readonly Stack<byte[]> _buffers = new();
    private long _order;
    private int _atThisInstant;

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromSeconds(10);

    public void Schedule(Instant at, Action what) => Enqueue(at, new Happening { What = what });

    public void ScheduleAfter(TimeSpan delay, Action what) => Schedule(Now + delay, what);

    /// <summary>Shows a copy of the datagram to the receiver at that time.</summary>
    public void Deliver(Instant at, IDatagramReceiver receiver, in IceRoute from, ReadOnlySpan<byte> datagram)
    {
        if (!_buffers.TryPop(out var buffer))
            buffer = new byte[2_048];

        datagram.CopyTo(buffer);
        Enqueue(at, new Happening { Receiver = receiver, From = from, Bytes = buffer, Length = datagram.Length });
    }

    /// <summary>Wakes the sleeper when its deadline has come, however often that moves meanwhile.</summary>
    public void Watch(ISleeper sleeper)
    {
        var due = Instant.Later(sleeper.NextDeadline, Now);
        if (sleeper.NextDeadline == Instant.Never || sleeper.AwakeAt <= due)
            return;

        sleeper.AwakeAt = due;
        Enqueue(due, new Happening { Sleeper = sleeper });
    }

    public void RunFor(TimeSpan time) => RunUntil(Now + time);

    public void RunUntil(Instant end)
    {
        while (_coming.TryPeek(out _, out var next) && next.At <= end.Ticks)
            Step();

        Now = end;
    }

    /// <summary>False when the time was up before it was so.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan atMost)
    {
        var end = Now + atMost;
        while (!condition())
        {
            if (!_coming.TryPeek(out _, out var next) || next.At > end.Ticks)
            {
                Now = end;
                return condition();
            }

            Step();
        }

        return true;
    }

    private void Enqueue(Instant at, in Happening happening) => _coming.Enqueue(happening, (Instant.Later(at, Now).Ticks, _order++));

    private void Step()
    {
        _coming.TryDequeue(out var happening, out var when);
        _atThisInstant = when.At == Now.Ticks ? _atThisInstant + 1 : 0;
        if (_atThisInstant > MostAtOneInstant)
            throw new InvalidOperationException($"Time stands still at {Now}: somebody's deadline is always now.");

        Now = new Instant(when.At);
        if (happening.Receiver is { } receiver)
        {
            receiver.Receive(happening.From, happening.Bytes.AsSpan(0, happening.Length), Now);
            _buffers.Push(happening.Bytes!);
        }
        else if (happening.Sleeper is { } sleeper)
        {
            // An earlier deadline than this one was served meanwhile, and another wake-up stands for what is left.
            if (sleeper.AwakeAt != Now)
                return;

            sleeper.AwakeAt = Instant.Never;
            if (sleeper.NextDeadline <= Now)
                sleeper.Advance(Now);

            Watch(sleeper);
        }
        else
        {
            happening.What!();
        }
    }

    private struct Happening
    {
        public IDatagramReceiver? Receiver;
        public ISleeper? Sleeper;
        public Action? What;
        public IceRoute From;
        public byte[]? Bytes;
        public int Length;
    }
}

public interface IDatagramReceiver
{
    void Receive(in IceRoute from, Span<byte> datagram, Instant now);
}

/// <summary>Who says when he wants to be woken.</summary>
public interface ISleeper
{
    Instant NextDeadline { get; }

    /// <summary>The timeline's note of when it will look.</summary>
    Instant AwakeAt { get; set; }

    void Advance(Instant now);
}
