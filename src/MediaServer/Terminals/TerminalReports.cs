using MediaServer.Peers;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Terminals;

/// <summary>
/// RTCP of one line, both ways. Always a whole compound, report and name first: what follows a reduced one is unknown to old terminals.
/// Key frames are asked for in the ways that were agreed, one after the other while none comes, and at most once a second.
/// </summary>
internal sealed class TerminalReports(PeerId leg, TerminalTransport transport, TerminalStream stream, byte[] cname, PeerContext context)
{
    private static readonly TimeSpan KeyFrameInterval = TimeSpan.FromSeconds(1);

    /// <summary>A request so long after the last is a new one, and begins with the best way again.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(5);

    private const int LimitRepeats = 5;

    /// <summary>Of IP, UDP and RTP, which the limit does not count (RFC 5104 §3.5.4).</summary>
    private const int PacketOverhead = 40;

    private Instant _nextReport = Instant.Zero;
    private Instant _askedAt = Instant.Never;
    private int _attempt;
    private byte _firCommand;
    private byte? _lastFir;
    private readonly UplinkLimit _uplink = new();
    private int _limitRepeats;

    public Instant NextDeadline => _nextReport;

    public void Advance(IncomingStream? incoming, Instant now)
    {
        if (_nextReport > now)
            return;

        _nextReport = now + context.Options.ReportInterval;
        var writer = Begin(incoming, now, out var lost);
        if (incoming is not null && stream.IsVideo && transport.Line.Feedback.HasFlag(RtcpFeedbackKinds.CcmTmmbr))
            LimitUplink(ref writer, incoming, lost, now);

        transport.SendRtcp(writer.Bytes);
    }

    // Said with the next few reports, or until the terminal agrees.
    private void LimitUplink(ref RtcpWriter writer, IncomingStream incoming, double lost, Instant now)
    {
        var encoding = incoming.Track.Encodings[incoming.Encoding];
        if (_uplink.TryJudge(lost, encoding.RateUpTo(encoding.HighestSpatial, encoding.HighestTemporal, now), transport.Line.SendLimit))
            _limitRepeats = LimitRepeats;

        if (_limitRepeats == 0)
            return;

        _limitRepeats--;
        writer.TryAddTmmbr(stream.Ssrc, new TmmbEntry(incoming.Ssrc, _uplink.Asked!.Value, PacketOverhead));
    }

    /// <summary>RTCP by preference; a SIP INFO when nothing was agreed, or nothing helped.</summary>
    public void RequestKeyFrame(IncomingStream incoming, Instant now)
    {
        if (_askedAt != Instant.Never && now - _askedAt < KeyFrameInterval)
            return;

        _attempt = _askedAt == Instant.Never || now - _askedAt > Forgotten ? 0 : _attempt + 1;
        _askedAt = now;
        var feedback = transport.Line.Feedback;
        Span<KeyFrameWay> ways = stackalloc KeyFrameWay[3];
        var count = 0;
        if (feedback.HasFlag(RtcpFeedbackKinds.NackPli))
            ways[count++] = KeyFrameWay.Pli;
        if (feedback.HasFlag(RtcpFeedbackKinds.CcmFir))
            ways[count++] = KeyFrameWay.Fir;

        ways[count++] = KeyFrameWay.Info;
        Ask(ways[_attempt % count], incoming, now);
    }

    public DropReason Receive(ReadOnlySpan<byte> bytes, IncomingStream? incoming, SourceClock clock, Instant now)
    {
        if (!RtcpCompound.TryParse(bytes, out var compound))
            return DropReason.NotRtcp;

        foreach (var packet in compound)
        {
            if (SenderReport.TryParse(packet, out var senderReport))
                ReceiveSenderReport(senderReport, incoming, clock, now);
            else if (ReceiverReport.TryParse(packet, out var receiverReport))
                ReceiveBlocks(receiverReport.Blocks, now);
            else if (Pli.TryParse(packet, out _))
                stream.AskForKeyFrame(now);
            else if (Fir.TryParse(packet, out var fir))
                ReceiveFir(fir, now);
            else if (Tmmb.TryParse(packet, out var limits))
                ReceiveLimits(limits, now);
        }

        return DropReason.None;
    }

    public void SendBye(IncomingStream? incoming, Instant now)
    {
        var writer = Begin(incoming, now);
        writer.TryAddBye(stream.Ssrc);
        transport.SendRtcp(writer.Bytes);
    }

    private RtcpWriter Begin(IncomingStream? incoming, Instant now) => Begin(incoming, now, out _);

    private RtcpWriter Begin(IncomingStream? incoming, Instant now, out double lost)
    {
        var writer = new RtcpWriter(context.RtcpScratch);
        var wall = context.WallClock(now);
        Span<ReportBlock> blocks = stackalloc ReportBlock[1];
        var count = incoming is not null && incoming.Statistics.TryReport(incoming.Ssrc, now, out blocks[0]) ? 1 : 0;
        lost = count > 0 ? blocks[0].LossFraction : 0;
        if (stream.TryReadClock(wall, now, out var timestamp))
            writer.TryAddSenderReport(stream.Ssrc, wall, timestamp, stream.Statistics.Packets, stream.Statistics.Octets, blocks[..count]);
        else
            writer.TryAddReceiverReport(stream.Ssrc, blocks[..count]);

        writer.TryAddCname(stream.Ssrc, cname);
        return writer;
    }

    private void Ask(KeyFrameWay way, IncomingStream incoming, Instant now)
    {
        if (way == KeyFrameWay.Info)
        {
            context.Events.Raise(new MediaEvent.KeyFrameWanted(leg));
            return;
        }

        var writer = Begin(null, now);
        if (way == KeyFrameWay.Pli)
            writer.TryAddPli(stream.Ssrc, incoming.Ssrc);
        else
            writer.TryAddFir(stream.Ssrc, new FirEntry(incoming.Ssrc, _firCommand++));

        transport.SendRtcp(writer.Bytes);
    }

    private void ReceiveSenderReport(in SenderReport report, IncomingStream? incoming, SourceClock clock, Instant now)
    {
        ReceiveBlocks(report.Blocks, now);
        if (incoming is null || report.Sender != incoming.Ssrc)
            return;

        incoming.Statistics.ReceiveSenderReport(report.NtpTime, now);
        incoming.Track.ReceiveClock(incoming.Encoding, clock.ToOurs(report.NtpTime, context.WallClock(now)), report.RtpTimestamp);
    }

    private void ReceiveBlocks(in ReportBlocks blocks, Instant now)
    {
        foreach (var block in blocks)
        {
            if (block.Source == stream.Ssrc)
                stream.Statistics.Reported(block, now, out _);
        }
    }

    // Old terminals name no source of ours, or a wrong one: there is only one picture that they can mean. The same command number
    // again is the same request (RFC 5104 §4.3.1.2).
    private void ReceiveFir(in Fir fir, Instant now)
    {
        if (fir.Count == 0 || fir[0].Command == _lastFir)
            return;

        _lastFir = fir[0].Command;
        stream.AskForKeyFrame(now);
    }

    private void ReceiveLimits(in Tmmb limits, Instant now)
    {
        if (limits.IsNotification)
        {
            _limitRepeats = 0;
            return;
        }

        for (var i = 0; i < limits.Count; i++)
        {
            var entry = limits[i];
            if (entry.Media != stream.Ssrc)
                continue;

            stream.LimitTo(entry.Limit);
            context.Events.Raise(new MediaEvent.ViewerLimited(leg, stream.Limit));
            var writer = Begin(null, now);
            writer.TryAddTmmbn(stream.Ssrc, new TmmbEntry(limits.Sender, stream.Limit, entry.Overhead));
            transport.SendRtcp(writer.Bytes);
            return;
        }
    }

    private enum KeyFrameWay
    {
        Pli,
        Fir,
        Info,
    }
}
