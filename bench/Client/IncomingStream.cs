using Protocols;
using Protocols.Loss;
using Protocols.Rtcp;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Client;

/// <summary>
/// What a client has received of one source: how much, how much of it twice, and what never came.
/// Invariant: Packets counts every sequence number once, whether it came at once, late, or as a repair.
/// </summary>
public sealed class IncomingStream : INackOutput
{
    // What is later than this is too late to be told from a duplicate, and counts as one.
    private const int Window = 4_096;
    private const int LongestRequest = 128;

    private readonly ulong[] _seen = new ulong[Window / 64];
    private readonly SequenceNumber[] _wanted;
    private readonly ReceptionStatistics _statistics;
    private readonly NackGenerator? _nack;
    private ExtendedSequence _sequence;
    private long _first;
    private int _wantedCount;

    internal IncomingStream(Ssrc ssrc, Ssrc? rtx, MediaKind kind, CodecDescription codec, bool asksForLost)
    {
        Ssrc = ssrc;
        RtxSsrc = rtx;
        Kind = kind;
        Codec = codec;
        _statistics = new ReceptionStatistics(codec.ClockRate);
        _nack = asksForLost ? new NackGenerator(new NackOptions { MaxMissing = LongestRequest }) : null;
        _wanted = asksForLost ? new SequenceNumber[LongestRequest] : [];
    }

    public Ssrc Ssrc { get; }

    public Ssrc? RtxSsrc { get; internal set; }

    public MediaKind Kind { get; }

    public CodecDescription Codec { get; }

    public long Packets { get; private set; }

    /// <summary>Of RTP packets, headers included, SRTP not.</summary>
    public long Bytes { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>Of <see cref="Packets"/>, those that came as a repair.</summary>
    public long Repaired { get; private set; }

    /// <summary>Numbers between the first and the highest that have not come (yet).</summary>
    public long Lost => _sequence.HasStarted ? _sequence.Highest - _first + 1 - Packets : 0;

    public long Requests { get; private set; }

    public SequenceNumber Highest => new(unchecked((ushort)_sequence.Highest));

    /// <summary>What the last sender report said of its clock; null before the first.</summary>
    public CaptureClock? Clock { get; private set; }

    internal Instant NackDeadline => _nack?.NextDeadline ?? Instant.Never;

    internal bool WantsKeyFrame { get; set; }

    internal ReadOnlySpan<SequenceNumber> Wanted => _wanted.AsSpan(0, _wantedCount);

    /// <summary>False for what has come before.</summary>
    internal bool Receive(SequenceNumber sequence, RtpTimestamp timestamp, int length, bool isRepair, Instant now)
    {
        if (!isRepair)
            _statistics.Receive(sequence, timestamp, now);

        _nack?.Receive(sequence, now);
        var before = _sequence;
        var index = _sequence.Unwrap(sequence);
        if (!before.HasStarted)
            _first = index;

        // The slots of the numbers that the highest has just passed belonged to numbers one window ago.
        if (before.HasStarted && index > before.Highest)
        {
            for (var passed = Math.Max(before.Highest + 1, index - Window + 1); passed <= index; passed++)
                _seen[(passed % Window) / 64] &= ~(1UL << (int)(passed % 64));
        }

        var bit = 1UL << (int)(index & 63);
        ref var word = ref _seen[(index & (Window - 1)) / 64];
        if (index <= _sequence.Highest - Window || (word & bit) != 0)
        {
            Duplicates++;
            return false;
        }

        word |= bit;
        _first = Math.Min(_first, index);
        Packets++;
        Bytes += length;
        if (isRepair)
            Repaired++;

        return true;
    }

    internal void Receive(CaptureClock senderReport, Instant now)
    {
        Clock = senderReport;
        _statistics.ReceiveSenderReport(senderReport.Ntp, now);
    }

    internal bool TryReport(Instant now, out ReportBlock block) => _statistics.TryReport(Ssrc, now, out block);

    internal void AdvanceNack(Instant now)
    {
        _wantedCount = 0;
        _nack?.Advance(now, this);
    }

    void INackOutput.Request(SequenceNumber missing)
    {
        if (_wantedCount == _wanted.Length)
            return;

        _wanted[_wantedCount++] = missing;
        Requests++;
    }

    void INackOutput.GiveUp(int packets) => WantsKeyFrame |= Kind == MediaKind.Video;
}
