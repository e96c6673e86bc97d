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

    // Of a line that was down nothing is known afterwards. Below a quarter the pictures would be gone, and it takes seconds to find
    // out that they need not be.
    private const double LeastInSilence = 0.25;
    private const double AfterSilence = 0.5;

    private readonly EstimatorOptions _options;
    private readonly ILossRule _lossRule;
    private readonly ArrivalGroups _groups = new();
    private readonly DelayTrend _trend = new();
    private readonly DelayBasedRate _delayBased;
    private readonly AcknowledgedRate _acknowledged = new();
    private readonly StandingQueue _queue = new();
    private readonly LossCounter _counter = new();

    private Bitrate _proven;
    private long _highestReported;
    private bool _reportsEveryPacket;
    private bool _roundTripMeasured;
    private Instant _lastReport = Instant.Never;
    private Bitrate _remb = Bitrate.Unlimited;
    private Instant _rembAt = Instant.Never;
    private Instant _silenceCutAt = Instant.Never;
    private Bitrate _beforeSilence;

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

    /// <summary>It is delay alone that keeps the target this low. Delay tells of congestion before anything is lost, and of much else.</summary>
    public bool IsHeldByDelay => _delayBased.Rate < Bitrate.Lower(_lossRule.Limit, _remb);

    public DelayState DelayState => _trend.State;

    /// <summary>How fast packets arrive at the receiver; unknown until 150 ms of them have been reported.</summary>
    public Bitrate? AcknowledgedRate => _acknowledged.Rate;

    /// <summary>The share of packets lost between us and the receiver, smoothed over about a second.</summary>
    public double Loss { get; private set; }

    public TimeSpan RoundTrip { get; private set; }

    /// <summary>So little is sent that the target is not tried out.</summary>
    public bool IsApplicationLimited => Carried is { } carried && carried < Target * _options.ApplicationLimitedBelow;

    /// <summary>The share of packets that this path loses whatever we send.</summary>
    public double InherentLoss => _lossRule.Inherent;

    /// <summary>How long every packet waits at the bottleneck.</summary>
    public TimeSpan QueueDelay => _queue.Delay;

    public (Bitrate Before, Instant At) LastDrop => _delayBased.LastDrop;

    /// <summary>When packets were last reported as received after a silence that had cost something.</summary>
    public Instant ResumedAt { get; private set; } = Instant.Never;

    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>A report will be read in a moment: brings near what it changes.</summary>
    public void Approach()
    {
        CacheLine.Fetch(_groups, 192);
        CacheLine.Fetch(_trend, 448);
        CacheLine.Fetch(_acknowledged, 576);
        CacheLine.Fetch(_queue, 192);
        CacheLine.Fetch(_counter, 128);
        CacheLine.Fetch(_delayBased, 128);
        CacheLine.Fetch(_lossRule, 128);
    }

    /// <summary>Transport-wide feedback, in the order the packets were sent.</summary>
    public void Receive(ReadOnlySpan<PacketResult> results, Instant now)
    {
        if (results.IsEmpty)
            return;

        _reportsEveryPacket = true;
        _lastReport = now;
        var newest = Instant.Zero;
        var afterGap = false;
        foreach (ref readonly var result in results)
        {
            _counter.Add(result);
            afterGap |= result.Number > _highestReported + 1;
            _highestReported = Math.Max(_highestReported, result.Number);
            if (!result.Received)
                continue;

            newest = Instant.Later(newest, result.SentAt);
            _acknowledged.Add(result.Bytes, result.SentAt, result.ArrivedAt, afterGap);
            afterGap = false;
            _queue.Add(result.SentAt, result.ArrivedAt);
            if (_groups.TryAdd(result.SentAt, result.ArrivedAt, out var delta))
                _trend.Receive(delta, now);
        }

        if (newest != Instant.Zero && !_roundTripMeasured)
            SetRoundTrip(now - newest);

        if (newest != Instant.Zero && _silenceCutAt != Instant.Never)
            Resume(now);

        if (_counter.TryClose(Target, _queue.Delay, RoundTrip, out var window))
        {
            Receive(window with { Proven = _proven }, now);
            _proven = Bitrate.Zero;
        }

        _delayBased.Receive(_trend.State, Carried, RoundTrip, now);
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

        Receive(new LossWindow(packets, (int)Math.Round(packets * share), sent, Target, TimeSpan.Zero, RoundTrip), now);
        _delayBased.Receive(DelayState.Normal, sent, RoundTrip, now);
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

        _proven = Bitrate.Higher(_proven, measured);
        _delayBased.Probed(measured, now);
        Settle();
    }

    /// <summary>
    /// Packets sent at <paramref name="oldestUnreported"/> and since have not been reported, though they should have been: either the
    /// feedback is lost or nothing arrives. Each second of that halves the target, twice at most.
    /// </summary>
    public void ReceiveSilence(Instant oldestUnreported, Instant now)
    {
        var patience = TimeSpan.FromSeconds(1) + (RoundTrip * 2);
        var since = _silenceCutAt == Instant.Never ? oldestUnreported : Instant.Later(_silenceCutAt, oldestUnreported);
        if (!_reportsEveryPacket || oldestUnreported == Instant.Never || now - since < patience || now - _lastReport < patience)
            return;

        if (_silenceCutAt == Instant.Never)
            _beforeSilence = Target;

        _silenceCutAt = now;
        _delayBased.Cap(Bitrate.Higher(Target * 0.5, _beforeSilence * LeastInSilence), now);
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

    /// <summary>What the bottleneck carries for us: with what is lost by chance behind it.</summary>
    private Bitrate? Carried => _acknowledged.Rate is { } arriving ? arriving * (1 / (1 - _lossRule.Inherent)) : null;

    private void Receive(in LossWindow window, Instant now)
    {
        Loss += LossSmoothing * (window.Share - Loss);
        _lossRule.Receive(window, now);
    }

    private void Resume(Instant now)
    {
        _silenceCutAt = Instant.Never;
        _delayBased.Probed(_beforeSilence * AfterSilence, now);
        ResumedAt = now;
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
