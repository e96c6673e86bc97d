namespace Protocols.Loss;

/// <summary>
/// Sends a packet once for each request, but not within one round trip of its last sending, and only as long as all
/// retransmissions together keep within their share of the path.
/// </summary>
public sealed class OneCopyPolicy(OneCopyOptions options) : IRetransmissionPolicy
{
    private double _savedBytes;
    private Instant _savedAt;
    private bool _hasStarted;

    public RetransmissionDecision Decide(in RetransmissionRequest request, Instant now)
    {
        var interval = request.RoundTrip > options.MinInterval ? request.RoundTrip : options.MinInterval;
        if (now - request.LastSent < interval)
            return RetransmissionDecision.Refuse(DropReason.RetransmissionLimited);

        if (!TrySpend(request, now))
            return RetransmissionDecision.Refuse(DropReason.RetransmissionLimited);

        return RetransmissionDecision.Send(1, TimeSpan.Zero);
    }

    private bool TrySpend(in RetransmissionRequest request, Instant now)
    {
        var share = request.Available * options.Share;
        var most = share.BytesIn(options.Burst);
        _savedBytes = _hasStarted ? Math.Min(most, _savedBytes + share.BytesIn(now - _savedAt)) : most;
        _savedAt = now;
        _hasStarted = true;
        if (_savedBytes < request.Bytes)
            return false;

        _savedBytes -= request.Bytes;
        return true;
    }
}

/// <summary>The limits of <see cref="OneCopyPolicy"/>.</summary>
public sealed record OneCopyOptions
{
    public static readonly OneCopyOptions Default = new();

    /// <summary>What part of the path retransmissions may fill. Beyond it there is too much new video, not too little old.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>How long unused share may be saved up for a burst.</summary>
    public TimeSpan Burst { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A request within this time of the last sending crossed it on the way, even if the round trip is shorter.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromMilliseconds(5);
}
