namespace Protocols.Congestion;

/// <summary>
/// Tells loss that we cause from loss that the path has anyway. Beyond the inherent loss, less than 2 % changes nothing, up to 10 %
/// holds a target that is used up, more cuts it to what was delivered. Every cut is also a trial: if the bottleneck was the cause, the
/// loss must fall by about as much as the rate did; if most of it stays and no queue stands, it is the path's own, the cut is undone and
/// the inherent loss is remembered. So radio loss of any constant share costs one trial, and a full drop-tail queue stays limited.
/// </summary>
public sealed class LossRule(LossRuleOptions options) : ILossRule
{
    private const double DeliveredSlack = 0.95;
    private const double DrainingSlack = 0.85;
    private const double DeepestCut = 0.5;
    private const double InherentDecay = 0.1;
    private const double PacketsRemembered = 200;

    private readonly LossTally _recent = new();
    private double _smoothed;
    private Instant _holdingSince = Instant.Never;
    private Instant _lastWindow = Instant.Never;
    private Bitrate _limitBefore = Bitrate.Unlimited;
    private Trial? _trial;

    public Bitrate Limit { get; private set; } = Bitrate.Unlimited;

    public double Inherent { get; private set; }

    /// <summary>How far the smoothed loss strays from a constant inherent one by chance.</summary>
    private double Noise => NoiseOver(PacketsRemembered);

    public void Receive(in LossWindow window, Instant now)
    {
        var elapsed = _lastWindow == Instant.Never ? TimeSpan.Zero : now - _lastWindow;
        _lastWindow = now;
        _smoothed += Math.Min(0.5, window.Packets * 2 / PacketsRemembered) * (window.Share - _smoothed);

        if (_trial is { } trial)
        {
            if (trial.Observe(window, now))
                Conclude(trial);

            return;
        }

        _recent.Add(window);
        Limit = Bitrate.Higher(Limit, window.Proven);
        var excess = Excess(_recent.Share);
        if (excess > options.Harmful + (2 * NoiseOver(_recent.Packets)) && Excess(window.Share) > options.Harmful)
        {
            var slack = window.Queue > options.QueueStands ? DrainingSlack : DeliveredSlack;
            Cut(window, Math.Max((1 - excess) * slack, DeepestCut), now);
        }
        else if (Excess(_smoothed) > options.Harmless + Noise)
        {
            Hold(window, elapsed, now);
        }
        else
        {
            _holdingSince = Instant.Never;
            Inherent = Math.Min(Inherent, (InherentDecay * _smoothed) + ((1 - InherentDecay) * Inherent));
            Grow(elapsed);
        }
    }

    private double Excess(double share) => Math.Max(0, (share - Inherent) / (1 - Inherent));

    private void Cut(in LossWindow window, double kept, Instant now)
    {
        var from = Bitrate.Lower(_recent.SentRate, window.Target);
        _trial = new Trial(_recent.SentRate, _recent.Share, now, window.RoundTrip, options);
        Limit = Bitrate.Lower(Limit, from * kept);
        _holdingSince = Instant.Never;
    }

    private void Hold(in LossWindow window, TimeSpan elapsed, Instant now)
    {
        // Loss that the limit has nothing to do with must not keep it where it was when a picture was stopped for its sake.
        if (!IsUsedUp(window))
        {
            Grow(elapsed);
            return;
        }

        // A target that delay has just lowered is not what was lost at: its dip would be held for as long as anything is lost.
        var held = window with { Target = Bitrate.Higher(window.Target, _recent.SentRate) };
        Limit = Bitrate.Lower(Limit, held.Target);
        if (_holdingSince == Instant.Never)
            _holdingSince = now;
        else if (now - _holdingSince > options.PatienceWhileHolding)
            Cut(held, options.TrialCut, now);
    }

    /// <summary>The fewer packets, the further: of the few of a voice alone, a third more than usual may be lost for no reason.</summary>
    private double NoiseOver(double packets) => Math.Sqrt(Inherent * (1 - Inherent) / Math.Clamp(packets, 1, PacketsRemembered));

    // A limit that nobody meets costs nothing. To try one out below what is sent would stop a picture that has no smaller form.
    private bool IsUsedUp(in LossWindow window) => _recent.SentRate > window.Target * options.UsedUp;

    private void Grow(TimeSpan elapsed)
    {
        if (Limit < options.Forgotten)
            Limit *= Math.Pow(options.GrowthPerSecond, Math.Clamp(elapsed.TotalSeconds, 0, 1));
        else
            Limit = Bitrate.Unlimited;

        _limitBefore = Limit;
    }

    private void Conclude(Trial trial)
    {
        _trial = null;
        _smoothed = trial.Share;
        if (trial.Verdict == TrialVerdict.Unexplained)
        {
            // The rate made no difference, so what was seen before and after is one sample.
            _smoothed = (double)(trial.Lost + _recent.Lost) / Math.Max(trial.Packets + _recent.Packets, 1);
            Inherent = Math.Min(_smoothed, options.MostInherent);
            Limit = _limitBefore;
        }

        _recent.Clear();
    }
}
