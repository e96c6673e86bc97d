using Protocols;

namespace Scenarios.World;

/// <summary>
/// One direction of one line. It decides when a packet arrives, and whether at all; the same seed and the same packets give the same
/// decisions. Conditions may change at any time; what is under way already arrives as it would have.
/// </summary>
public sealed class SimulatedLink(int seed)
{
    private const int HeaderBytes = 28;     // IPv4 and UDP

    private readonly Random _weather = new(seed);
    private bool _isBursting;
    private Instant _lastArrival;
    private Instant _bottleneckFreeAt;

    public LinkConditions Conditions { get; set; } = LinkConditions.Fair;

    public long Offered { get; private set; }

    public long OfferedBytes { get; private set; }

    public long LostByChance { get; private set; }

    public long LostInQueue { get; private set; }

    /// <summary>How long what is sent now waits for what was sent before.</summary>
    public TimeSpan QueueAt(Instant now) => _bottleneckFreeAt > now ? _bottleneckFreeAt - now : TimeSpan.Zero;

    /// <summary>Fills in when the packet arrives; more than once if the line doubles it.</summary>
    public int Send(int length, Instant now, Span<Instant> arrivals)
    {
        Offered++;
        OfferedBytes += length + HeaderBytes;
        if (!TryPassBottleneck(length, now, out var through))
        {
            LostInQueue++;
            return 0;
        }

        // Drawn even in fair weather, so that a change of one condition leaves the draws for the others where they were.
        var (luck, jitter, order, twice) = (_weather.NextDouble(), _weather.NextDouble(), _weather.NextDouble(), _weather.NextDouble());
        if (Conditions.IsDown || IsLost(luck))
        {
            LostByChance++;
            return 0;
        }

        var arrival = through + Conditions.Delay + (Conditions.Jitter * jitter);
        if (order < Conditions.Reordering)
        {
            arrival += Conditions.HeldBackBy;
        }
        else
        {
            arrival = Instant.Later(arrival, _lastArrival);
            _lastArrival = arrival;
        }

        arrivals[0] = arrival;
        if (twice >= Conditions.Duplication)
            return 1;

        arrivals[1] = arrival + TimeSpan.FromMilliseconds(1);
        return 2;
    }

    private bool TryPassBottleneck(int length, Instant now, out Instant through)
    {
        through = now;
        if (Conditions.Rate is not { } rate)
            return true;

        var begins = Instant.Later(now, _bottleneckFreeAt);
        if (begins - now > Conditions.Queue)
            return false;

        through = begins + rate.TimeToSend(length + HeaderBytes);
        _bottleneckFreeAt = through;
        return true;
    }

    private bool IsLost(double luck)
    {
        var loss = Conditions.Loss;
        if (loss <= 0)
            return false;

        if (Conditions.MeanBurst <= 1)
            return luck < loss;

        // Two states (Gilbert): within a burst everything is lost.
        var ends = 1 / Conditions.MeanBurst;
        _isBursting = _isBursting ? luck >= ends : luck < loss * ends / (1 - loss);
        return _isBursting;
    }
}
