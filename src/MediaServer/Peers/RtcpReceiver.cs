using MediaServer.Subscriptions;
using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace MediaServer.Peers;

/// <summary>
/// What a peer reports: of the streams we send him, what arrived and what he misses; of the streams he sends us, how his clock stands.
/// This is the walk backwards, and it never re-enters the forward path.
/// </summary>
internal sealed class RtcpReceiver(Peer peer, IncomingStreams incoming, List<OutgoingStream> outgoing, PeerContext context)
{
    /// <summary>A hostile NACK may name tens of thousands of numbers; nobody honest misses more than this at once.</summary>
    private const int MostNacksPerPacket = 512;

    private readonly SourceClock _clock = new();
    private FeedbackBudget _feedback;
    private readonly byte[] _firCommands = new byte[outgoing.Count];

    public DropReason Receive(ReadOnlySpan<byte> bytes, Instant now)
    {
        if (!RtcpCompound.TryParse(bytes, out var compound))
            return DropReason.NotRtcp;

        foreach (var packet in compound)
            Receive(packet, now);

        return DropReason.None;
    }

    private void Receive(in RtcpPacket packet, Instant now)
    {
        if (TransportFeedback.TryParse(packet, out var feedback))
            ReceiveFeedback(feedback, now);
        else if (GenericNack.TryParse(packet, out var nack))
            ReceiveNack(nack, now);
        else if (ReceiverReport.TryParse(packet, out var receiverReport))
            ReceiveBlocks(receiverReport.Blocks, now);
        else if (SenderReport.TryParse(packet, out var senderReport))
            ReceiveSenderReport(senderReport, now);
        else if (Pli.TryParse(packet, out var pli))
            StreamOf(pli.Media)?.ReceiveKeyFrameRequest(now);
        else if (Fir.TryParse(packet, out var fir))
            ReceiveFir(fir, now);
        else if (Remb.TryParse(packet, out var remb))
            ReceiveRemb(remb, now);
        else if (ExtendedReport.TryParse(packet, out var extended) && extended.TryFindReferenceTime(out var reference))
            peer.Reporter.ReceiveReferenceTime(extended.Sender, reference, now);
    }

    private void ReceiveFeedback(in TransportFeedback feedback, Instant now)
    {
        if (!_feedback.TrySpend(feedback.StatusCount, now))
        {
            context.Counters.Count(DropReason.FeedbackLimited);
            return;
        }

        peer.Sender.IsMeasured = true;
        peer.Sender.Congestion.Receive(feedback, context.FeedbackScratch, now);
    }

    private void ReceiveSenderReport(in SenderReport report, Instant now)
    {
        ReceiveBlocks(report.Blocks, now);
        if (incoming.StreamOf(report.Sender) is not { } stream)
            return;

        stream.Statistics.ReceiveSenderReport(report.NtpTime, now);
        var ours = _clock.ToOurs(report.NtpTime, context.WallClock(now));
        stream.Track.ReceiveClock(stream.Encoding, ours, report.RtpTimestamp);
    }

    private void ReceiveBlocks(in ReportBlocks blocks, Instant now)
    {
        foreach (var block in blocks)
        {
            if (StreamOf(block.Source) is not { } stream || stream.Setup.Ssrc != block.Source)
                continue;

            var congestion = peer.Sender.Congestion;
            if (block.TryRoundTrip(context.WallClock(now), out var roundTrip))
                congestion.Estimator.ReceiveRoundTrip(roundTrip);

            stream.Statistics.Reported(block, now, out var sentSince);
            if (stream.Setup.IsVideo)
                congestion.ReceiveReport(block.LossFraction, congestion.Estimator.RoundTrip, sentSince, now);
        }
    }

    private void ReceiveRemb(in Remb remb, Instant now)
    {
        peer.Sender.IsMeasured = true;
        peer.Sender.Congestion.ReceiveRemb(remb.Bitrate, now);
    }

    private void ReceiveNack(in GenericNack nack, Instant now)
    {
        if (StreamOf(nack.Media) is not { } stream)
            return;

        var left = MostNacksPerPacket;
        foreach (var missing in nack)
        {
            if (left-- == 0)
            {
                context.Counters.Count(DropReason.RetransmissionLimited);
                return;
            }

            context.Counters.Count(stream.ReceiveNack(missing, peer.Sender.Congestion.Estimator.RoundTrip, now));
        }

        context.MarkDirty(peer);
    }

    private void ReceiveFir(in Fir fir, Instant now)
    {
        for (var i = 0; i < fir.Count; i++)
        {
            var entry = fir[i];
            var index = outgoing.FindIndex(stream => stream.Setup.Ssrc == entry.Media);
            if (index < 0 || _firCommands[index] == unchecked((byte)(entry.Command + 1)))
                continue;

            // One more than the command, so that zero can stand for none yet (RFC 5104 §4.3.1.2: a repeated command is one request).
            _firCommands[index] = unchecked((byte)(entry.Command + 1));
            outgoing[index].ReceiveKeyFrameRequest(now);
        }
    }

    private OutgoingStream? StreamOf(Ssrc ssrc)
    {
        foreach (var stream in outgoing)
        {
            if (stream.Setup.Ssrc == ssrc || (stream.Setup.HasRtx && stream.Setup.RtxSsrc == ssrc))
                return stream;
        }

        return null;
    }
}
