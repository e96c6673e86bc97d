using System.Runtime.CompilerServices;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Congestion;

/// <summary>
/// All congestion state towards one receiver, wired together: what was sent, how much the path carries, when the next packet may go
/// and when to try for more. Grows from about 3 kB with the packets in flight and never beyond 40 kB.
/// </summary>
public sealed class CongestionControl
{
    private static readonly TimeSpan SilenceCheck = TimeSpan.FromMilliseconds(500);

    private readonly ProbeController _probes;
    private readonly ProbeMeter _meter = new();
    private Instant _checkSilenceAt = Instant.Never;
    private Bitrate _granted;

    public CongestionControl(CongestionOptions options, ILossRule? lossRule = null)
    {
        // In this order, because what every packet asks for shall not lie behind what only reports do.
        Pacer = new Pacer(options.Pacer);
        Estimator = new SendSideEstimator(options.Estimator, lossRule);
        _probes = new ProbeController(options.Probe);
        Pacer.SetTarget(Estimator.Target);
    }

    public SentPackets Packets { get; } = new();

    public Pacer Pacer { get; }

    public SendSideEstimator Estimator { get; }

    public Bitrate Target => Estimator.Target;

    private Bitrate PacedAt => Estimator.IsHeldByDelay ? Bitrate.Higher(Target, _granted) : Target;

    /// <summary>The transport-wide number to write into the next packet, whatever kind it is.</summary>
    public SequenceNumber Next => Packets.Next;

    public Instant NextDeadline =>
        Instant.Earlier(_checkSilenceAt, Instant.Earlier(Estimator.NextDeadline, Pacer.Probe == 0 ? _probes.NextDeadline : Instant.Never));

    /// <summary>Packets will be sent in a moment: brings near what that needs.</summary>
    public void Approach(int stage)
    {
        if (stage == 0)
        {
            CacheLine.Fetch(Pacer, 128);
            CacheLine.Fetch(Packets, 96);
        }
        else
        {
            Packets.Approach();
        }
    }

    /// <summary>A report will be read in a moment: brings near what that needs, which is all that is known of the receiver's line.</summary>
    public void ApproachReport(int stage)
    {
        if (stage == 0)
        {
            CacheLine.Fetch(Estimator, 256);
            CacheLine.Fetch(Packets, 96);
            CacheLine.Fetch(Pacer, 128);
            CacheLine.Fetch(_meter, 128);
            CacheLine.Fetch(_probes, 128);
        }
        else
        {
            Packets.ApproachUnreported();
            Estimator.Approach();
        }
    }

    /// <summary>The transport is open.</summary>
    public void Open(Instant now)
    {
        _probes.Start(Target, now);
        _checkSilenceAt = now + SilenceCheck;
    }

    /// <summary>What the receiver would take if the link carried everything; nobody probes beyond.</summary>
    public void SetWanted(Bitrate wanted) => _probes.SetWanted(wanted);

    /// <summary>What is going to be sent: paced at no less, also where it is more than delay says that the path carries.</summary>
    public void SetGranted(Bitrate granted)
    {
        _granted = granted;
        Pacer.SetTarget(PacedAt);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MaySend(int bytes, PacketKind kind, Instant now) => Pacer.MaySend(bytes, kind, now);

    /// <summary>The packet with number <see cref="Next"/> has left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sent(int bytes, PacketKind kind, Instant now)
    {
        Packets.Sent(bytes, kind, Pacer.Probe, now);
        Pacer.Sent(bytes, kind, now);
    }

    /// <param name="feedback">What the receiver says about our transport-wide numbers.</param>
    /// <param name="scratch">Room for the results; one per shard is enough.</param>
    public void Receive(in TransportFeedback feedback, Span<PacketResult> scratch, Instant now) =>
        Receive(scratch[..Packets.Acknowledge(feedback, now, scratch)], now);

    public void Receive(ReadOnlySpan<PacketResult> results, Instant now)
    {
        foreach (ref readonly var result in results)
            _meter.Add(result);

        Estimator.Receive(results, now);
        if (_meter.TryMeasure(Estimator.InherentLoss, out var cluster, out var measured))
        {
            Estimator.ReceiveProbe(measured, now);
            _probes.ReceiveResult(cluster, measured, now);
        }

        Settle(now);
    }

    public void ReceiveReport(double fractionLost, TimeSpan roundTrip, Bitrate sent, Instant now)
    {
        Estimator.ReceiveReport(fractionLost, roundTrip, sent, now);
        Settle(now);
    }

    public void ReceiveRemb(Bitrate limit, Instant now)
    {
        Estimator.ReceiveRemb(limit, now);
        Settle(now);
    }

    /// <summary>Call when <see cref="NextDeadline"/> has come. A probe that begins asks for its filler by <see cref="Pacer.WantsPadding"/>.</summary>
    public void Advance(Instant now)
    {
        Estimator.Advance(now);
        Pacer.Advance(now);
        if (_checkSilenceAt <= now)
        {
            _checkSilenceAt = now + SilenceCheck;
            Estimator.ReceiveSilence(Packets.OldestUnreported(now), now);
        }

        Settle(now);
        if (Pacer.Probe == 0 && _probes.TryNextProbe(now, out var plan))
        {
            _meter.Start(plan);
            Pacer.StartProbe(plan, now);
        }
    }

    private void Settle(Instant now)
    {
        Pacer.SetTarget(PacedAt);
        _probes.Receive(Estimator.Target, Estimator.DelayState, Estimator.LastDrop, now);
        if (Estimator.ResumedAt == now)
            _probes.Resume(now);
    }
}
