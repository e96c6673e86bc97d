using System.Runtime.CompilerServices;

namespace Protocols.Congestion;

/// <summary>
/// Says when the next packet may leave for one receiver; it holds no packets. A leaky bucket kept as the one instant at which
/// it will have run empty: sending moves that instant on, and whoever would move it further ahead than a burst has to wait.
/// Audio never waits but is counted. Retransmissions and video wait alike (the caller offers retransmissions first), and
/// retransmissions have a second bucket so that repairs cannot starve what they repair. While a probe runs, its rate rules.
/// </summary>
public sealed class Pacer
{
    // Ticks per byte in 1/1024 tick: a 20 Mbit/s target paces at 1.6 ticks per byte, which whole ticks would round badly.
    private const int FractionBits = 10;
    private const int SmallestBurst = 2_400;

    private readonly PacerOptions _options;
    private Bitrate _target;
    private long _tickFractionsPerByte;
    private long _burstTicks;
    private long _emptyAt;

    private long _retransmissionFractionsPerByte;
    private long _retransmissionEmptyAt;

    private ProbePlan _probe;
    private int _probeBytesLeft;
    private Instant _probeEnds;
    private long _probeEmptyAt;
    private long _probeFractionsPerByte;

    public Pacer(PacerOptions options)
    {
        _options = options;
        SetTarget(Bitrate.Megabits(1));
    }

    public Bitrate Target => _target;

    /// <summary>The rate at which paced packets leave now.</summary>
    public Bitrate Rate { get; private set; }

    /// <summary>The probe that runs; 0 is none. Every packet sent belongs to it.</summary>
    public int Probe => _probeBytesLeft > 0 ? _probe.Cluster : 0;

    public void SetTarget(Bitrate target)
    {
        _target = Bitrate.Higher(target, Bitrate.Kilobits(1));
        _retransmissionFractionsPerByte = FractionsPerByte(_target * _options.RetransmissionShare);
        SetRate(_target * _options.Factor);
    }

    /// <summary>So much waits now. A key frame makes the pacer hurry, within bounds; nothing waiting restores the usual rate.</summary>
    public void SetBacklog(int bytes)
    {
        var wanted = Bitrate.Of(bytes, _options.FrameInterval);
        SetRate(Bitrate.Higher(_target * _options.Factor, Bitrate.Lower(wanted, _target * _options.MostFactor)));
    }

    /// <summary>The next packets, whatever they are, leave at the probe's rate until its bytes are sent or its time is over.</summary>
    public void StartProbe(in ProbePlan plan, Instant now)
    {
        _probe = plan;
        _probeBytesLeft = plan.Bytes;
        _probeEnds = now + _options.LongestProbe;
        _probeFractionsPerByte = FractionsPerByte(plan.Rate);
        _probeEmptyAt = now.Ticks;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MaySend(int bytes, PacketKind kind, Instant now) => kind == PacketKind.Audio || AllowedAt(bytes, kind) <= now.Ticks;

    /// <summary>Filler is wanted only by a probe that media does not fill. The caller sends what it has.</summary>
    public bool WantsPadding(Instant now) => _probeBytesLeft > 0 && _probeEmptyAt <= now.Ticks && now <= _probeEnds;

    /// <summary>When <see cref="WantsPadding"/> will say yes, if nothing else is sent before; never without a probe.</summary>
    public Instant NextPadding => _probeBytesLeft > 0 && _probeEmptyAt <= _probeEnds.Ticks ? new Instant(_probeEmptyAt) : Instant.Never;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sent(int bytes, PacketKind kind, Instant now)
    {
        _emptyAt = Math.Max(_emptyAt, now.Ticks) + ((bytes * _tickFractionsPerByte) >> FractionBits);
        if (kind == PacketKind.Retransmission)
            SentAgain(bytes, now);

        if (_probeBytesLeft > 0)
            SentForProbe(bytes, now);
    }

    /// <summary>Ends a probe for which nothing was there to be sent.</summary>
    public void Advance(Instant now)
    {
        if (now > _probeEnds)
            _probeBytesLeft = 0;
    }

    /// <summary>When <see cref="MaySend"/> will say yes to such a packet, if nothing else is sent before.</summary>
    public Instant NextDeadline(int bytes, PacketKind kind, Instant now) =>
        kind == PacketKind.Audio ? now : new Instant(Math.Max(AllowedAt(bytes, kind), now.Ticks));

    private static long FractionsPerByte(Bitrate rate) =>
        (long)(8.0 * TimeSpan.TicksPerSecond * (1 << FractionBits) / Math.Max(rate.BitsPerSecond, 1_000));

    private long AllowedAt(int bytes, PacketKind kind)
    {
        if (_probeBytesLeft > 0)
            return _probeEmptyAt;

        // A packet larger than the burst goes when the bucket is empty.
        var cost = (bytes * _tickFractionsPerByte) >> FractionBits;
        var allowed = _emptyAt - Math.Max(_burstTicks - cost, 0);
        if (kind == PacketKind.Retransmission)
            allowed = Math.Max(allowed, _retransmissionEmptyAt - _options.RetransmissionWindow.Ticks);

        return kind == PacketKind.Padding ? Math.Max(allowed, _emptyAt) : allowed;
    }

    private void SetRate(Bitrate rate)
    {
        if (rate == Rate)
            return;

        Rate = rate;
        _tickFractionsPerByte = FractionsPerByte(rate);
        var burst = Math.Min(_options.BurstBytes, Math.Max(rate.BytesIn(_options.LongestBurst), SmallestBurst));
        _burstTicks = (long)(Math.Max(burst, rate.BytesIn(_options.BurstTime)) * _tickFractionsPerByte) >> FractionBits;
    }

    private void SentAgain(int bytes, Instant now) =>
        _retransmissionEmptyAt = Math.Max(_retransmissionEmptyAt, now.Ticks) + ((bytes * _retransmissionFractionsPerByte) >> FractionBits);

    private void SentForProbe(int bytes, Instant now)
    {
        _probeBytesLeft = Math.Max(_probeBytesLeft - bytes, 0);

        // A late wake-up is caught up with, or the probe would show our timer instead of the link.
        var earliest = now.Ticks - (TimeSpan.TicksPerMillisecond * 5);
        _probeEmptyAt = Math.Max(_probeEmptyAt, earliest) + ((bytes * _probeFractionsPerByte) >> FractionBits);
    }
}
