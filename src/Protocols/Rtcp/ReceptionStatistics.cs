using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// Counts what came of one source and tells it as a report block (RFC 3550 §6.4.1, appendices A.1, A.3 and A.8). The count
/// of lost packets goes on over a restart of the source's numbering, because peers work with its differences.
/// </summary>
public sealed class ReceptionStatistics(int clockRate)
{
    // RFC 3550 A.1: a jump of this much, or a step back of this much, is believed only when the next number follows it.
    private const int MaxDropout = 3_000;
    private const int MaxMisorder = 100;

    private bool _started;
    private long _first;
    private long _highest;
    private SequenceNumber? _restartAt;
    private long _received;
    private long _lostBeforeRestart;
    private long _expectedAtReport;
    private long _receivedAtReport;

    private RtpTimestamp _lastTimestamp;
    private Instant _lastArrival;
    private long _jitterTimes16;

    private NtpTime _senderReport;
    private Instant _senderReportArrival = Instant.Never;

    /// <summary>Since the beginning; negative when duplicates outnumber losses.</summary>
    public long CumulativeLost => _lostBeforeRestart + Expected - _received;

    /// <summary>In units of the media clock.</summary>
    public uint Jitter => (uint)(_jitterTimes16 >> 4);

    private long Expected => _started ? _highest - _first + 1 : 0;

    public void Receive(SequenceNumber sequence, RtpTimestamp timestamp, Instant now)
    {
        if (!_started)
        {
            Start(sequence, timestamp, now);
            return;
        }

        var step = sequence - new SequenceNumber(unchecked((ushort)_highest));
        if (step is >= MaxDropout or <= -MaxMisorder)
        {
            if (_restartAt != sequence)
            {
                _restartAt = sequence.Next;
                return;
            }

            _lostBeforeRestart = CumulativeLost;
            Start(sequence, timestamp, now);
            return;
        }

        _restartAt = null;
        _received++;
        if (step > 0)
            _highest += step;

        UpdateJitter(timestamp, now);
    }

    public void ReceiveSenderReport(NtpTime time, Instant now)
    {
        _senderReport = time;
        _senderReportArrival = now;
    }

    /// <summary>The block for the next report, whose interval begins here; false while nothing has come of the source.</summary>
    public bool TryReport(Ssrc source, Instant now, out ReportBlock block)
    {
        block = default;
        if (!_started)
            return false;

        var expected = Expected - _expectedAtReport;
        var lost = expected - (_received - _receivedAtReport);
        _expectedAtReport = Expected;
        _receivedAtReport = _received;

        var hasSenderReport = _senderReportArrival != Instant.Never;
        block = new ReportBlock(
            source,
            expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, lost * 256 / expected),
            (int)Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF),
            unchecked((uint)_highest),
            Jitter,
            hasSenderReport ? _senderReport.Compact : 0,
            hasSenderReport ? now - _senderReportArrival : TimeSpan.Zero);
        return true;
    }

    private void Start(SequenceNumber sequence, RtpTimestamp timestamp, Instant now)
    {
        _started = true;
        _first = _highest = sequence.Value;
        _restartAt = null;
        _received = 1;
        _expectedAtReport = _receivedAtReport = 0;
        _lastTimestamp = timestamp;
        _lastArrival = now;
    }

    private void UpdateJitter(RtpTimestamp timestamp, Instant now)
    {
        var elapsed = (now - _lastArrival).Ticks * clockRate / TimeSpan.TicksPerSecond;
        var transit = Math.Abs(elapsed - (timestamp - _lastTimestamp));
        _lastTimestamp = timestamp;
        _lastArrival = now;

        // A leap of the source's clock is no jitter; ten seconds of it would take minutes to fade.
        if (transit < clockRate * 10L)
            _jitterTimes16 += transit - ((_jitterTimes16 + 8) >> 4);
    }
}
