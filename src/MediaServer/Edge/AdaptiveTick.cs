using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// How long a shard lets packets gather. A packet alone costs several times what it costs in company, so waiting makes room. While
/// the shard has next to nothing to do it waits for nothing. When there is traffic it gives what woke it a moment to be followed by
/// the rest of its frame, which then shares a message for each receiver. When it fills it rests after every turn: 1 ms, then 2 ms.
/// </summary>
internal sealed class AdaptiveTick
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    // One step back only when the load would stay well below the threshold without the rest, which doubles the cost of a packet.
    private static readonly Step[] Steps =
    [
        new(TimeSpan.Zero, TimeSpan.Zero, RisesAt: 0.02, FallsAt: 0),
        new(TimeSpan.FromMicroseconds(150), TimeSpan.Zero, RisesAt: 0.50, FallsAt: 0.005),
        new(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), RisesAt: 0.70, FallsAt: 0.25),
        new(TimeSpan.Zero, TimeSpan.FromMilliseconds(2), RisesAt: double.MaxValue, FallsAt: 0.35),
    ];

    private Instant _windowStart;
    private TimeSpan _busy;
    private int _step;

    /// <summary>After being woken.</summary>
    public TimeSpan Gathering => Steps[_step].Gathering;

    /// <summary>After a turn that worked.</summary>
    public TimeSpan Rest => Steps[_step].Rest;

    /// <summary>The share of the last window in which the shard worked.</summary>
    public double Busy { get; private set; }

    public void Worked(Instant from, Instant to)
    {
        _busy += to - from;
        var elapsed = to - _windowStart;
        if (elapsed < Window)
            return;

        Busy = Math.Min(1, _busy / elapsed);
        _busy = TimeSpan.Zero;
        _windowStart = to;
        if (Busy > Steps[_step].RisesAt)
            _step++;
        else if (Busy < Steps[_step].FallsAt)
            _step--;
    }

    private sealed record Step(TimeSpan Gathering, TimeSpan Rest, double RisesAt, double FallsAt);
}
