using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Congestion;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace MediaServer.Peers;

/// <summary>
/// What a peer is told: what of his arrived and when, what is missing, that a key frame is needed and which encodings nobody watches;
/// and of what we send him, which wall-clock time its media clock means.
/// </summary>
internal sealed class RtcpReporter
{
    // Our reports need a sender; it is no stream of ours, so any constant does as long as streams avoid it.
    private static readonly Ssrc Reporter = new(1);

    private static readonly byte[] Cname = "conference"u8.ToArray();

    private readonly Peer _peer;
    private readonly IncomingStreams _incoming;
    private readonly List<OutgoingStream> _outgoing;
    private readonly PeerContext _context;
    private TransportFeedbackRecorder? _arrivals;
    private readonly UplinkDemand _demand = new();
    private readonly List<(PublishedTrack Track, int Encoding)> _keyFrames = [];
    private Instant _nextReport = Instant.Zero;
    private (Ssrc Who, uint Reference, Instant At)? _referenceTime;
    private byte _firCommand;

    public RtcpReporter(Peer peer, IncomingStreams incoming, List<OutgoingStream> outgoing, PeerContext context)
    {
        _peer = peer;
        _incoming = incoming;
        _outgoing = outgoing;
        _context = context;
    }

    public Instant NextDeadline
    {
        get
        {
            if (!_peer.IsConnected)
                return Instant.Never;

            var due = Instant.Earlier(_nextReport, _arrivals?.NextDeadline ?? Instant.Never);
            foreach (var section in _incoming.Sections)
            {
                foreach (var stream in section.Streams)
                    due = Instant.Earlier(due, stream?.NextDeadline ?? Instant.Never);
            }

            return due;
        }
    }

    public void Arrived(SequenceNumber transportSequence, Instant now)
    {
        // A receiver sends us none, and the memory is worth saving.
        _arrivals ??= new TransportFeedbackRecorder(_context.Options.Feedback, _context.Options.FeedbackPolicy);
        _arrivals.Receive(transportSequence, now);
    }

    public void ReceiveReferenceTime(Ssrc who, NtpTime reference, Instant now) => _referenceTime = (who, reference.Compact, now);

    /// <summary>Goes out at the end of the turn, with the others of the turn.</summary>
    public void RequestKeyFrame(PublishedTrack track, int encoding)
    {
        if (!_keyFrames.Contains((track, encoding)))
            _keyFrames.Add((track, encoding));

        _peer.Sender.IsReportDue = true;
        _context.MarkDirty(_peer);
    }

    public void Demand(PublishedTrack track, int wanted, Instant now)
    {
        if (!_demand.Set(track, wanted, now))
            return;

        // A viewer waits for what is wanted anew.
        _nextReport = now;
        _context.MarkTouched(_peer);
        _context.Events.Raise(new Shards.MediaEvent.DemandChanged(_peer.Id, track.Id, wanted) { Source = track.Setup.Source, Of = track.Encodings.Length });
    }

    public void Advance(Instant now)
    {
        if (_nextReport <= now)
        {
            SendReports(now);
            _nextReport = now + _context.Options.ReportInterval;
        }

        if (_arrivals is not null && _arrivals.NextDeadline <= now)
            SendArrivals(_arrivals, now);

        SendNacks(now);
    }

    /// <summary>What cannot wait for a deadline: key frame requests, and the first report of a stream that has just begun.</summary>
    public void Flush(Instant now)
    {
        if (_keyFrames.Count > 0)
            SendKeyFrameRequests();

        foreach (var stream in _outgoing)
        {
            if (stream.Statistics.ReportIsUrgent && stream.TryReadClock(_context.WallClock(now), out _))
            {
                SendReports(now);
                break;
            }
        }

        // Of a source that has not told its clock nothing can be reported yet.
        _peer.Sender.IsReportDue = _outgoing.Exists(static stream => stream.Statistics.ReportIsUrgent);
    }

    public void SendBye()
    {
        var writer = new RtcpWriter(_context.RtcpScratch);
        writer.TryAddReceiverReport(Reporter);
        foreach (var stream in _outgoing)
            writer.TryAddBye(stream.Setup.Ssrc);

        _peer.Sender.SendRtcp(writer.Bytes);
    }

    private void SendReports(Instant now)
    {
        var wall = _context.WallClock(now);
        Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpWriter.MaxCount];
        var blockCount = ReadBlocks(blocks, now);
        var writer = new RtcpWriter(_context.RtcpScratch);
        writer.TryAddReceiverReport(Reporter, blocks[..blockCount]);
        writer.TryAddCname(Reporter, Cname);
        if (_referenceTime is { } reference)
            writer.TryAddDlrr(Reporter, new DlrrEntry(reference.Who, reference.Reference, now - reference.At));

        foreach (var stream in _outgoing)
        {
            if (!stream.TryReadClock(wall, out var timestamp))
                continue;

            if (writer.Room < 128)
                Restart(ref writer);

            var statistics = stream.Statistics;
            writer.TryAddSenderReport(stream.Setup.Ssrc, wall, timestamp, statistics.Packets, statistics.Octets);
            writer.TryAddCname(stream.Setup.Ssrc, stream.Cname);
            statistics.Reported();
        }

        if (_demand.Limit(_incoming.Tracks, now) is { } limit)
            writer.TryAddRemb(Reporter, limit, ReadSources(stackalloc Ssrc[16]));

        _peer.Sender.SendRtcp(writer.Bytes);
    }

    private void Restart(ref RtcpWriter writer)
    {
        _peer.Sender.SendRtcp(writer.Bytes);
        writer = new RtcpWriter(_context.RtcpScratch);
    }

    private int ReadBlocks(Span<ReportBlock> blocks, Instant now)
    {
        var count = 0;
        foreach (var section in _incoming.Sections)
        {
            foreach (var stream in section.Streams)
            {
                if (stream is not null && count < blocks.Length && stream.Statistics.TryReport(stream.Ssrc, now, out var block))
                    blocks[count++] = block;
            }
        }

        return count;
    }

    private Span<Ssrc> ReadSources(Span<Ssrc> sources)
    {
        var count = 0;
        foreach (var section in _incoming.Sections)
        {
            foreach (var stream in section.Streams)
            {
                if (stream is not null && count < sources.Length)
                    sources[count++] = stream.Ssrc;
            }
        }

        return sources[..count];
    }

    private void SendArrivals(TransportFeedbackRecorder arrivals, Instant now)
    {
        while (true)
        {
            var writer = new RtcpWriter(_context.RtcpScratch);
            if (!arrivals.TryWrite(Reporter, FirstSource(), ref writer, now))
                return;

            _peer.Sender.SendRtcp(writer.Bytes);
        }
    }

    private Ssrc FirstSource()
    {
        Span<Ssrc> one = stackalloc Ssrc[1];
        return ReadSources(one).Length == 1 ? one[0] : default;
    }

    private void SendNacks(Instant now)
    {
        foreach (var section in _incoming.Sections)
        {
            foreach (var stream in section.Streams)
            {
                if (stream is null || stream.NextDeadline > now)
                    continue;

                stream.Advance(now);
                var writer = new RtcpWriter(_context.RtcpScratch);
                if (!stream.Missing.IsEmpty && writer.TryAddNack(Reporter, stream.Ssrc, stream.Missing, out _))
                    _peer.Sender.SendRtcp(writer.Bytes);

                if (stream.TakeGaveUp())
                    stream.Track.RequestKeyFrame(stream.Encoding, now);
            }
        }
    }

    private void SendKeyFrameRequests()
    {
        var writer = new RtcpWriter(_context.RtcpScratch);
        foreach (var (track, encoding) in _keyFrames)
        {
            if (SourceOf(track, encoding) is not { } stream)
                continue;

            // PLI is what browsers agree to; FIR is for who knows nothing else.
            if (track.Setup.Codec.Feedback.HasFlag(Protocols.Sdp.RtcpFeedbackKinds.NackPli))
                writer.TryAddPli(Reporter, stream.Ssrc);
            else
                writer.TryAddFir(Reporter, new FirEntry(stream.Ssrc, _firCommand++));
        }

        _keyFrames.Clear();
        if (writer.Written > 0)
            _peer.Sender.SendRtcp(writer.Bytes);
    }

    private IncomingStream? SourceOf(PublishedTrack track, int encoding)
    {
        foreach (var section in _incoming.Sections)
        {
            if (ReferenceEquals(section.Track, track) && encoding < section.Streams.Length)
                return section.Streams[encoding];
        }

        return null;
    }
}
