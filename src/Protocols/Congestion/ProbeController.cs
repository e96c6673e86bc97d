namespace Protocols.Congestion;

/// <summary>
/// Decides when to probe and how high. At the start three times the start rate, then twice what passed as long as at least 70 % of a
/// probe arrives; later every 5 s while more is wanted than the target allows; once after a deep drop, back towards where it fell
/// from. Never more than is wanted, never while the queue grows, one at a time.
/// </summary>
public sealed class ProbeController(ProbeOptions options)
{
    // Somewhat more than is wanted, so that the estimate ends above it and the allocation's headroom is proven too.
    private const double WantedSlack = 1.3;

    private Bitrate _target;
    private Bitrate _wanted = Bitrate.Unlimited;
    private DelayState _state = DelayState.Normal;
    private bool _running;

    private int _cluster;
    private Bitrate _awaited;
    private Instant _awaitedUntil = Instant.Never;
    private Bitrate _followUp;

    private Instant _periodicAt = Instant.Never;
    private TimeSpan _interval = options.Interval;
    private Instant _seenDrop = Instant.Never;
    private Bitrate _recoverTo;
    private Instant _recoverAt = Instant.Never;

    public Instant NextDeadline
    {
        get
        {
            if (!_running)
                return Instant.Never;

            if (_awaitedUntil != Instant.Never)
                return _awaitedUntil;

            // A follow-up that nobody wants yet keeps its turn: what is watched may grow, and is then not kept waiting.
            if (_target >= Ceiling)
                return Instant.Never;

            return _followUp > Bitrate.Zero ? Instant.Zero : Instant.Earlier(_periodicAt, _recoverAt);
        }
    }

    private Bitrate Ceiling => _wanted > options.Max ? options.Max : Bitrate.Lower(_wanted * WantedSlack, options.Max);

    /// <summary>The transport is open: the first probe may go.</summary>
    public void Start(Bitrate start, Instant now)
    {
        _running = true;
        _target = start;
        _followUp = start * options.FirstFactor;
        _periodicAt = now + _interval;
    }

    /// <summary>What the receiver could use if the link carried everything he watches.</summary>
    public void SetWanted(Bitrate wanted) => _wanted = wanted;

    /// <summary>The line is back after it was down; what it carries now is soon found out, whatever became of the probes before.</summary>
    public void Resume(Instant now)
    {
        _awaitedUntil = Instant.Never;
        _interval = options.Interval;
        _periodicAt = now;
    }

    /// <summary>The estimate as it is now.</summary>
    public void Receive(Bitrate target, DelayState state, (Bitrate Before, Instant At) drop, Instant now)
    {
        _target = target;
        _state = state;
        if (drop.At == Instant.Never || drop.At == _seenDrop)
            return;

        // A drop in several steps is one drop: the rate before the first of them is where to go back to.
        var continued = _recoverAt != Instant.Never && _recoverAt > now;
        _seenDrop = drop.At;
        var before = continued ? Bitrate.Higher(_recoverTo, drop.Before * options.RecoveryShare) : drop.Before * options.RecoveryShare;
        _followUp = Bitrate.Zero;
        _periodicAt = Instant.Later(_periodicAt, now + options.RecoveryDelay);
        _recoverTo = before;
        _recoverAt = now + options.RecoveryDelay;
    }

    public bool TryNextProbe(Instant now, out ProbePlan plan)
    {
        plan = default;
        if (!_running || !IsFree(now) || _target >= Ceiling)
            return false;

        if (_state == DelayState.Overuse)
        {
            Postpone(now);
            return false;
        }

        var rate = Bitrate.Lower(NextRate(now), Ceiling);
        if (rate <= _target)
            return false;

        _cluster = (_cluster % byte.MaxValue) + 1;
        _awaited = rate;
        _awaitedUntil = now + options.ResultWithin;
        _followUp = Bitrate.Zero;
        _periodicAt = now + _interval;
        plan = new ProbePlan(_cluster, rate, (int)Math.Max(rate.BytesIn(options.Length), options.LeastBytes));
        return true;
    }

    /// <summary>The probe of this cluster arrived at <paramref name="measured"/>.</summary>
    public void ReceiveResult(int cluster, Bitrate measured, Instant now)
    {
        if (cluster != _cluster || _awaitedUntil == Instant.Never)
            return;

        _awaitedUntil = Instant.Never;
        var good = measured >= _awaited * options.GoodShare;
        _interval = good ? options.Interval : Longer(_interval);
        _periodicAt = now + _interval;
        _followUp = good ? measured * options.NextFactor : Bitrate.Zero;
    }

    private TimeSpan Longer(TimeSpan interval) =>
        interval * 2 < options.LongestInterval ? interval * 2 : options.LongestInterval;

    private bool IsFree(Instant now)
    {
        if (_awaitedUntil == Instant.Never)
            return true;

        if (now < _awaitedUntil)
            return false;

        _awaitedUntil = Instant.Never;
        _interval = Longer(_interval);
        _periodicAt = now + _interval;
        return true;
    }

    private void Postpone(Instant now)
    {
        _followUp = Bitrate.Zero;
        _periodicAt = Instant.Later(_periodicAt, now + options.RecoveryDelay);
        if (_recoverAt != Instant.Never)
            _recoverAt = Instant.Later(_recoverAt, now + options.RecoveryDelay);
    }

    private Bitrate NextRate(Instant now)
    {
        if (_followUp > Bitrate.Zero)
        {
            var next = _followUp;
            _followUp = Bitrate.Zero;
            return next;
        }

        if (_recoverAt <= now)
        {
            _recoverAt = Instant.Never;
            return _target < _recoverTo * (options.DeepDrop / options.RecoveryShare) ? _recoverTo : Bitrate.Zero;
        }

        if (_periodicAt > now)
            return Bitrate.Zero;

        _periodicAt = now + _interval;
        return _target * options.NextFactor;
    }
}
