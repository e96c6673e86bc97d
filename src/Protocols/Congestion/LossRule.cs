namespace Protocols.Congestion;

/// <summary>
/// Tells loss that we cause from loss that the path has anyway. Beyond the inherent loss, less than 2 % changes nothing, up to 10 %
/// holds the target, more cuts it to what was delivered. Every cut is also a trial: if the bottleneck was the cause, the loss must
/// fall by about as much as the rate did; if most of it stays, it is the path's own, the cut is undone and the inherent loss is
/// remembered. So radio loss of any constant share costs one trial, and a full drop-tail queue stays limited.
/// </summary>
public sealed class LossRule(LossRuleOptions options) : ILossRule
{
    private const double DeliveredSlack = 0.95;
    private const double DeepestCut = 0.5;
    private const double InherentDecay = 0.1;
    private const double Smoothing = 0.3;

    private double _inherent;
    private double _smoothed;
    private Instant _holdingSince = Instant.Never;
    private Instant _lastWindow = Instant.Never;
    private Trial? _trial;

    public Bitrate Limit { get; private set; } = Bitrate.Unlimited;

    /// <summary>The share of packets that this path loses whatever we send.</summary>
    public double Inherent => _inherent;

    public void Receive(in LossWindow window, Instant now)
    {
        var elapsed = _lastWindow == Instant.Never ? TimeSpan.Zero : now - _lastWindow;
        _lastWindow = now;
        _smoothed = Math.Max(0, ((1 - Smoothing) * _smoothed) + (Smoothing * window.Share));

        if (_trial is { } trial)
        {
            if (trial.Observe(window, now, options.LongestTrial))
                Conclude(trial);

            return;
        }

        var excess = Excess(_smoothed);
        if (excess > options.Harmful && Excess(window.Share) > options.Harmful)
        {
            var kept = Math.Max((1 - excess) * DeliveredSlack, DeepestCut);
            Cut(window, kept, now);
        }
        else if (excess > options.Harmless)
        {
            Hold(window, now);
        }
        else
        {
            _holdingSince = Instant.Never;
            _inherent = Math.Min(_inherent, (InherentDecay * _smoothed) + ((1 - InherentDecay) * _inherent));
            Grow(elapsed);
        }
    }

    private double Excess(double share) => Math.Max(0, (share - _inherent) / (1 - _inherent));

    private void Cut(in LossWindow window, double kept, Instant now)
    {
        var from = Bitrate.Lower(window.SentRate, window.Target);
        _trial = new Trial(from, _smoothed, Bitrate.Lower(Limit, window.Target), now, window.RoundTrip);
        Limit = Bitrate.Lower(Limit, from * kept);
        _holdingSince = Instant.Never;
    }

    private void Hold(in LossWindow window, Instant now)
    {
        Limit = Bitrate.Lower(Limit, window.Target);
        if (_holdingSince == Instant.Never)
            _holdingSince = now;
        else if (now - _holdingSince > options.PatienceWhileHolding)
            Cut(window, options.TrialCut, now);
    }

    private void Grow(TimeSpan elapsed)
    {
        if (Limit == Bitrate.Unlimited)
            return;

        Limit *= Math.Pow(options.GrowthPerSecond, Math.Clamp(elapsed.TotalSeconds, 0, 1));
        if (Limit > options.Forgotten)
            Limit = Bitrate.Unlimited;
    }

    private void Conclude(Trial trial)
    {
        _trial = null;
        _smoothed = trial.Share;
        if (trial.Verdict == TrialVerdict.Unexplained)
        {
            _inherent = Math.Min(trial.Share, options.MostInherent);
            Limit = trial.RestoreTo;
        }
    }
}
