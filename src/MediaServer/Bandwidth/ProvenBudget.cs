using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>
/// The least that the budget was during the last while, less headroom: what may be spent on something better. The first budget is
/// taken as proven, so that a receiver who just came does not begin with the smallest pictures.
/// </summary>
internal sealed class ProvenBudget(AllocationOptions options)
{
    private const int Slices = 8;

    private readonly Bitrate[] _least = new Bitrate[Slices];
    private readonly TimeSpan _slice = options.Hold / (Slices - 1);
    private long _newest = long.MinValue;
    private Bitrate _lastBudget;

    public Bitrate Now { get; private set; }

    /// <summary>When what is proven may rise though the budget stays.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    public void Receive(Bitrate budget, Instant now)
    {
        var slice = _slice > TimeSpan.Zero ? now.Ticks / _slice.Ticks : now.Ticks;
        if (_newest == long.MinValue)
        {
            Array.Fill(_least, budget);
            _newest = slice;
        }

        // While nothing was said the last budget held.
        var passed = Math.Min(slice - _newest, Slices);
        for (var i = 1; i <= passed; i++)
            _least[(int)((slice - passed + i) % Slices)] = i == passed ? budget : _lastBudget;

        _newest = Math.Max(_newest, slice);
        ref var current = ref _least[(int)(_newest % Slices)];
        current = Bitrate.Lower(Bitrate.Lower(current, budget), passed > 0 ? _lastBudget : budget);
        _lastBudget = budget;

        var least = Least();
        Now = options.Hold <= TimeSpan.Zero ? budget * (1 / options.Headroom) : least * (1 / options.Headroom);
        NextDeadline = least < budget && _slice > TimeSpan.Zero ? new Instant((_newest + 1) * _slice.Ticks) : Instant.Never;
    }

    private Bitrate Least()
    {
        var least = Bitrate.Unlimited;
        foreach (var budget in _least)
            least = Bitrate.Lower(least, budget);

        return least;
    }
}
