namespace Protocols.Congestion;

/// <summary>
/// Additive or multiplicative increase, multiplicative decrease, steered by <see cref="DelayState"/> (draft-ietf-rmcat-gcc-02 §5.5).
/// Growing queue: down to 85 % of what arrives. Draining queue: wait. Standing queue: up, 8 % a second where the link was never found
/// full, else by about one packet per response time. Never climbs above 1.5 times what arrives: a rate nobody tried is not known. But what
/// arrives a second after a decrease, with no queue growing, is known: back to that at once, at most to where it fell from.
/// </summary>
public sealed class DelayBasedRate(EstimatorOptions options)
{
    private const double Decrease = 0.85;
    private const double IncreasePerSecond = 1.08;
    private const double MostOverAcknowledged = 1.5;
    private const double FramesPerSecond = 30;
    private const double PacketBits = 1_200 * 8;

    private static readonly Bitrate OverAcknowledgedSlack = Bitrate.Kilobits(10);
    /// <summary>What was sent before a decrease is no longer counted among what arrives.</summary>
    private static readonly TimeSpan Drained = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ResponseTime = TimeSpan.FromMilliseconds(100);

    private readonly LinkCapacity _capacity = new();
    private bool _climbing = true;
    private Instant _changedAt = Instant.Never;
    private Instant _decreasedAt = Instant.Never;

    public Bitrate Rate { get; private set; } = options.Start;

    /// <summary>The rate before the last decrease and when that was, for who wants to probe its way back.</summary>
    public (Bitrate Before, Instant At) LastDrop { get; private set; } = (Bitrate.Zero, Instant.Never);

    public void Receive(DelayState state, Bitrate? acknowledged, TimeSpan roundTrip, Instant now)
    {
        switch (state)
        {
            case DelayState.Overuse:
                if (MayDecrease(acknowledged, roundTrip, now))
                    GoDown(acknowledged, now);
                break;

            case DelayState.Underuse:
                _climbing = false;
                break;

            default:
                if (!_climbing)
                    _changedAt = now;

                _climbing = true;
                GoUp(acknowledged, roundTrip, now);
                break;
        }
    }

    /// <summary>A probe arrived at this rate.</summary>
    public void Probed(Bitrate measured, Instant now)
    {
        if (measured <= Rate)
            return;

        if (measured > _capacity.Upper)
            _capacity.Forget();

        Rate = Bitrate.Lower(measured, options.Max);
        _changedAt = now;
    }

    /// <summary>Nothing is heard any more: no trend to go by, but surely too much.</summary>
    public void Cap(Bitrate limit, Instant now)
    {
        if (Rate <= limit)
            return;

        Rate = Bitrate.Higher(limit, options.Min);
        _changedAt = now;
    }

    private bool MayDecrease(Bitrate? acknowledged, TimeSpan roundTrip, Instant now)
    {
        if (_decreasedAt == Instant.Never)
            return true;

        var pause = TimeSpan.FromMilliseconds(Math.Clamp(roundTrip.TotalMilliseconds, 10, 200));
        return now - _decreasedAt >= pause || acknowledged < Rate * 0.5;
    }

    private void GoDown(Bitrate? acknowledged, Instant now)
    {
        var before = Rate;
        if (acknowledged is { } arriving)
        {
            if (arriving < _capacity.Lower)
                _capacity.Forget();

            _capacity.FoundFull(arriving);
            Rate = Bitrate.Lower(Rate, arriving * Decrease);
        }
        else
        {
            Rate *= 0.5;
        }

        Rate = Bitrate.Higher(Rate, options.Min);
        _climbing = false;
        _changedAt = now;
        _decreasedAt = now;
        LastDrop = (before, now);
    }

    private void GoUp(Bitrate? acknowledged, TimeSpan roundTrip, Instant now)
    {
        var elapsed = _changedAt == Instant.Never ? TimeSpan.Zero : now - _changedAt;
        _changedAt = now;
        if (elapsed <= TimeSpan.Zero)
            return;

        if (acknowledged > _capacity.Upper)
            _capacity.Forget();

        if (acknowledged is { } passing && passing > Rate && _decreasedAt != Instant.Never && now - _decreasedAt > Drained)
            Rate = Bitrate.Higher(Rate, Bitrate.Lower(passing, LastDrop.Before));

        var seconds = Math.Min(elapsed.TotalSeconds, 1);
        var step = _capacity.IsKnown ? AdditiveStep(roundTrip) * seconds : Rate * (Math.Pow(IncreasePerSecond, seconds) - 1);
        var limit = acknowledged is { } arriving ? (arriving * MostOverAcknowledged) + OverAcknowledgedSlack : options.Max;
        if (Rate < limit)
            Rate = Bitrate.Lower(Bitrate.Lower(Rate + step, limit), options.Max);
    }

    /// <summary>One average packet per response time, each second; at least 4 kbit/s.</summary>
    private Bitrate AdditiveStep(TimeSpan roundTrip)
    {
        var frameBits = Rate.BitsPerSecond / FramesPerSecond;
        var packets = Math.Max(1, Math.Ceiling(frameBits / PacketBits));
        var perSecond = frameBits / packets / (roundTrip + ResponseTime).TotalSeconds;
        return new Bitrate((long)Math.Max(perSecond, 4_000));
    }
}
