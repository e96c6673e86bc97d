using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// How long a shard rests after a turn so that packets gather. A packet alone costs several times what it costs in company,
/// so resting makes room: none while the shard has time (delay first), 1 ms when it fills, then 2 ms.
/// </summary>
internal sealed class AdaptiveTick
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan[] Steps = [TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)];

    private const double FillsUp = 0.30;
    private const double IsFull = 0.60;

    // One step back only when the load would stay well below the threshold without the rest, which doubles the cost of a packet.
    private const double HasTime = 0.10;

    private Instant _windowStart;
    private TimeSpan _busy;
    private int _step;

    public TimeSpan Length => Steps[_step];

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
        if (_step == 0 && Busy > FillsUp)
            _step = 1;
        else if (_step == 1 && Busy > IsFull)
            _step = 2;
        else if (_step > 0 && Busy < HasTime)
            _step--;
    }
}
