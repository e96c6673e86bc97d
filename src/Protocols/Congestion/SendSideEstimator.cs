namespace Protocols.Congestion;

/// <summary>
/// How much one receiver's downlink carries, as far as its reports tell: the lowest of what delay, loss and the receiver itself
/// (REMB) allow. Knows three kinds of peers: those that report every packet (transport-wide feedback), those with receiver reports
/// only, and those with REMB. Invariant: <see cref="Min"/> ≤ <see cref="Target"/> ≤ <see cref="Max"/>, whatever is reported.
/// </summary>
public sealed class SendSideEstimator
{
    private const double LossSmoothing = 0.25;
    private static readonly TimeSpan RembLasts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRoundTrip = TimeSpan.FromSeconds(5);

    private readonly EstimatorOptions _options;
    private readonly ILossRule _lossRule;
    private readonly ArrivalGroups _groups = new();
    private readonly DelayTrend _trend = new();
    private readonly DelayBasedRate _delayBased;
    private readonly AcknowledgedRate _acknowledged = new();
    private readonly LossCounter _counter = new();

    private bool _reportsEveryPacket;
    private bool _roundTripMeasured;
    private Instant _lastReport = Instant.Never;
    private Bitrate _remb = Bitrate.Unlimited;
    private Instant _rembAt = Instant.Never;
    private Instant _silenceCutAt = Instant.Never;

    public SendSideEstimator(EstimatorOptions options, ILossRule? lossRule = null)
    {
        _options = options;
        _lossRule = lossRule ?? new LossRule(new LossRuleOptions());
        _delayBased = new DelayBasedRate(options);
        RoundTrip = options.AssumedRoundTrip;
        Target = Clamp(options.Start);
    }

    public Bitrate Min => _options.Min;

    public Bitrate Max => _options.Max;

    public Bitrate Target { get; private set; }

    public DelayState DelayState => _trend.State;

    /// <summary>How fast packets arrive at the receiver; unknown until 150 ms of them have been reported.</summary>
    public Bitrate? AcknowledgedRate => _acknowledged.Rate;

    /// <summary>The share of packets lost between us and the receiver, smoothed over about a second.</summary>
    public double Loss { get; private set; }

    public TimeSpan RoundTrip { get; private set; }

    /// <summary>So little is sent that the target is not tried out.</summary>
    public bool IsApplicationLimited => AcknowledgedRate is { } arriving && arriving < Target * _options.ApplicationLimitedBelow;

    public (Bitrate Before, Instant At) LastDrop => _delayBased.LastDrop;

    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Transport-wide feedback, in the order the packets were sent.</summary>
    public void Receive(ReadOnlySpan<PacketResult> results, Instant now)
    {
        if (results.IsEmpty)
            return;

        _reportsEveryPacket = true;
        _lastReport = now;
        _silenceCutAt = Instant.Never;
        var newest = Instant.Zero;
        foreach (ref readonly var result in results)
        {
            _counter.Add(result);
            if (!result.Received)
                continue;

            newest = Instant.Later(newest, result.SentAt);
            _acknowledged.Add(result.Bytes, result.SentAt, result.ArrivedAt);
            if (_groups.TryAdd(result.SentAt, result.ArrivedAt, out var delta))
                _trend.Receive(delta, now);
        }

        if (newest != Instant.Zero && !_roundTripMeasured)
            SetRoundTrip(now - newest);

        if (_counter.TryClose(Target, _trend.State, RoundTrip, out var window))
            Receive(window, now);

        _delayBased.Receive(_trend.State, _acknowledged.Rate, RoundTrip, now);
        Settle();
    }

    /// <summary>From receiver reports (RFC 3550 §6.4.1) or extended reports (RFC 3611 §4.5).</summary>
    public void ReceiveRoundTrip(TimeSpan roundTrip)
    {
        if (roundTrip <= TimeSpan.Zero || roundTrip > LongestRoundTrip)
            return;

        _roundTripMeasured = true;
        SetRoundTrip(roundTrip);
    }

    /// <summary>A receiver report. Counts only for a peer that does not report every packet; then it is all we have.</summary>
    /// <param name="sent">How fast we sent since the report before.</param>
    public void ReceiveReport(double fractionLost, TimeSpan roundTrip, Bitrate sent, Instant now)
    {
        ReceiveRoundTrip(roundTrip);
        if (_reportsEveryPacket || double.IsNaN(fractionLost))
            return;

        var share = Math.Clamp(fractionLost, 0, 1);
        var sinceLast = _lastReport == Instant.Never ? TimeSpan.FromSeconds(1) : now - _lastReport;
        var packets = (int)Math.Clamp(sent.BytesIn(sinceLast) / 1_000, 1, 1_000);
        _lastReport = now;

        Receive(new LossWindow(packets, (int)Math.Round(packets * share), sent, Target, DelayState.Normal, RoundTrip), now);
        _delayBased.Receive(DelayState.Normal, sent * (1 - share), RoundTrip, now);
        Settle();
    }

    /// <summary>The receiver's own estimate (draft-alvestrand-rmcat-remb-03): a ceiling that lasts until it is repeated.</summary>
    public void ReceiveRemb(Bitrate limit, Instant now)
    {
        _remb = limit;
        _rembAt = now;
        Settle();
    }

    /// <summary>A probe was received at <paramref name="measured"/>.</summary>
    public void ReceiveProbe(Bitrate measured, Instant now)
    {
        if (_trend.State == DelayState.Overuse)
            return;

        _delayBased.Probed(measured, now);
        Settle();
    }

    /// <summary>
    /// Packets sent at <paramref name="oldestUnreported"/> and since have not been reported, though they should have been: either the
    /// feedback is lost or nothing arrives. Each second of that halves the target.
    /// </summary>
    public void ReceiveSilence(Instant oldestUnreported, Instant now)
    {
        var patience = TimeSpan.FromSeconds(1) + (RoundTrip * 2);
        var since = _silenceCutAt == Instant.Never ? oldestUnreported : Instant.Later(_silenceCutAt, oldestUnreported);
        if (!_reportsEveryPacket || oldestUnreported == Instant.Never || now - since < patience || now - _lastReport < patience)
            return;

        _silenceCutAt = now;
        _delayBased.Cap(Target * 0.5, now);
        Settle();
    }

    /// <summary>Call when <see cref="NextDeadline"/> has come: what is not repeated ends.</summary>
    public void Advance(Instant now)
    {
        if (_rembAt != Instant.Never && now - _rembAt >= RembLasts)
        {
            _remb = Bitrate.Unlimited;
            _rembAt = Instant.Never;
        }

        Settle();
    }

    private void Receive(in LossWindow window, Instant now)
    {
        Loss += LossSmoothing * (window.Share - Loss);
        _lossRule.Receive(window, now);
    }

    private void SetRoundTrip(TimeSpan roundTrip) =>
        RoundTrip = TimeSpan.FromTicks(Math.Clamp(roundTrip.Ticks, TimeSpan.TicksPerMillisecond, LongestRoundTrip.Ticks));

    private void Settle()
    {
        Target = Clamp(Bitrate.Lower(_delayBased.Rate, Bitrate.Lower(_lossRule.Limit, _remb)));
        NextDeadline = _rembAt == Instant.Never ? Instant.Never : _rembAt + RembLasts;
    }

    private Bitrate Clamp(Bitrate rate) => Bitrate.Lower(Bitrate.Higher(rate, _options.Min), _options.Max);
}
