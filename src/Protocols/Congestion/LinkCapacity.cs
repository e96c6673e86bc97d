namespace Protocols.Congestion;

/// <summary>
/// Where the link was found full before: a slow average of the rates at which packets still arrived when the queue grew, with
/// its deviation. Near it the target climbs carefully, elsewhere fast.
/// </summary>
public sealed class LinkCapacity
{
    private const double Weight = 0.05;
    private const double Deviations = 3;

    private double _kilobits;
    private double _variance = 0.4;

    public bool IsKnown { get; private set; }

    public Bitrate Lower => IsKnown ? Bitrate.Kilobits(Math.Max(0, _kilobits - Spread)) : Bitrate.Zero;

    public Bitrate Upper => IsKnown ? Bitrate.Kilobits(_kilobits + Spread) : Bitrate.Unlimited;

    private double Spread => Deviations * Math.Sqrt(_variance * _kilobits);

    public void FoundFull(Bitrate acknowledged)
    {
        var kilobits = acknowledged.InKilobits;
        _kilobits = IsKnown ? ((1 - Weight) * _kilobits) + (Weight * kilobits) : kilobits;
        IsKnown = true;

        // Kept relative to the estimate; the bounds are 5 % to 12 % of spread at 500 kbit/s.
        var error = _kilobits - kilobits;
        _variance = Math.Clamp(((1 - Weight) * _variance) + (Weight * error * error / Math.Max(_kilobits, 1)), 0.4, 2.5);
    }

    public void Forget() => IsKnown = false;
}
