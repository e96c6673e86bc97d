using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace MediaServer.Subscriptions;

/// <summary>What one outgoing stream has sent, for its sender reports and for whoever asks.</summary>
public sealed class SentStatistics
{
    private long _bytesAtReport;
    private Instant _reportedAt = Instant.Never;

    public uint Packets { get; private set; }

    public uint Octets { get; private set; }

    public long Bytes { get; private set; }

    public RtpTimestamp LastTimestamp { get; private set; }

    public Instant LastSentAt { get; private set; } = Instant.Never;

    /// <summary>A receiver synchronizes on the first report after a switch, so one is due at once.</summary>
    public bool ReportIsUrgent { get; private set; } = true;

    public void Sent(int payloadBytes, RtpTimestamp timestamp, Instant now)
    {
        Packets++;
        Octets = unchecked(Octets + (uint)payloadBytes);
        Bytes += payloadBytes;
        LastTimestamp = timestamp;
        LastSentAt = now;
    }

    /// <summary>What the receiver said last of this stream.</summary>
    public ReportBlock? Report { get; private set; }

    public void Reported(in ReportBlock block, Instant now, out Bitrate sentSince)
    {
        sentSince = _reportedAt == Instant.Never ? Bitrate.Zero : Bitrate.Of(Bytes - _bytesAtReport, now - _reportedAt);
        _bytesAtReport = Bytes;
        _reportedAt = now;
        Report = block;
    }

    public void Switched() => ReportIsUrgent = true;

    public void Reported() => ReportIsUrgent = false;
}
