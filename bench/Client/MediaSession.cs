using System.Text;
using Protocols;
using Protocols.Congestion;
using Protocols.Loss;
using Protocols.Rtcp;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Client;

/// <summary>What a client sends and receives once it is connected, and the feedback about it in both directions.</summary>
internal sealed class MediaSession(NativeClient client, ClientOptions options, IClientEvents events, Ssrc ourselves)
{
    private const int LongestReport = 1_200;
    private const int MostStreams = 64;

    private readonly List<OutgoingTrack> _tracks = [];
    private readonly List<IncomingStream> _streams = [];
    private readonly byte[] _cname = Encoding.ASCII.GetBytes(client.Cname);
    private IReadOnlyList<AgreedSection> _sections = [];
    private RtpExtensionMap _extensions = RtpExtensionMap.Empty;
    private TransportFeedbackRecorder? _arrivals;
    private Instant _nextReport = Instant.Never;
    private ExtendedSequence _transport;

    public IReadOnlyList<OutgoingTrack> Tracks => _tracks;

    public IReadOnlyList<IncomingStream> Streams => _streams;

    public FeedbackCounters Counters { get; } = new();

    public Instant NextDeadline { get; private set; } = Instant.Never;

    public SequenceNumber? HighestTransportSequence => _transport.HasStarted ? new(unchecked((ushort)_transport.Highest)) : null;

    public SequenceNumber? LastTransportSequence { get; private set; }

    private Ssrc Reporter => _tracks.Count > 0 ? _tracks[0].Ssrc : ourselves;

    public void Begin(IReadOnlyList<AgreedSection> sections, IReadOnlyList<(Ssrc Ssrc, Ssrc Rtx)> ssrcs, Func<uint> draw)
    {
        _sections = sections;
        var entries = new List<RtpExtensionEntry>();
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            foreach (var kind in Enum.GetValues<RtpExtensionKind>())
            {
                if (section.Extensions.IdOf(kind) is not 0 and var id)
                    entries.Add(new(id, kind));
            }

            if (!section.Direction.Sends())
                continue;

            if (section.Rids.Count == 0)
                _tracks.Add(new OutgoingTrack(client, section, "", ssrcs[i].Ssrc, ssrcs[i].Rtx, (ushort)draw(), options.HistoryPackets));

            foreach (var rid in section.Rids)
                _tracks.Add(new OutgoingTrack(client, section, rid, new(draw()), new(draw()), (ushort)draw(), options.HistoryPackets));
        }

        _extensions = new([.. entries]);
        var receives = sections.Any(section => section.Direction.Receives());
        if (receives && sections.Any(section => section.Codecs.Any(codec => codec.Feedback.HasFlag(RtcpFeedbackKinds.TransportCc))))
        {
            var feedback = new FeedbackOptions { Interval = options.FeedbackInterval, History = options.FeedbackHistory };
            _arrivals = new TransportFeedbackRecorder(feedback, HonestFeedback.Instance);
        }
    }

    public void Start(Instant now)
    {
        // Spread over the interval, as the reports of people who came at different times are.
        _nextReport = now + (options.ReportInterval * ((ourselves.Value & 0xFF) / 256.0));
        Settle();
    }

    public void ReceiveRtp(Span<byte> bytes, Instant now)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
        {
            Counters.Unknown++;
            return;
        }

        if (_extensions.TryFind(packet, RtpExtensionKind.TransportSequence, out var value) && TransportSequence.TryRead(value, out var transport))
        {
            LastTransportSequence = transport;
            ReceiveTransport(transport, now);
        }

        if (FindByRtx(packet) is { } repaired)
            ReceiveRepair(repaired, bytes, packet.Payload.Length, now);
        else if ((Find(packet.Ssrc) ?? TryAdd(packet)) is { } stream)
            Receive(stream, packet, isRepair: false, now);
        else
            Counters.Unknown++;

        Settle();
    }

    public void ReceiveTransport(SequenceNumber number, Instant now)
    {
        _transport.Unwrap(number);
        _arrivals?.Receive(number, now);
    }

    public void ReceiveRtcp(ReadOnlySpan<byte> bytes, Instant now)
    {
        if (!RtcpCompound.TryParse(bytes, out var compound))
        {
            Counters.Refused++;
            return;
        }

        foreach (var packet in compound)
            ReceiveRtcp(packet, now);

        Settle();
    }

    public void Advance(Instant now)
    {
        if (_nextReport <= now)
        {
            SendReports(now);
            _nextReport = now + options.ReportInterval;
        }

        if (_arrivals is not null && _arrivals.NextDeadline <= now)
            SendArrivals(now);

        foreach (var stream in _streams)
        {
            if (stream.NackDeadline <= now)
                AskAgain(stream, now);

            if (stream.WantsKeyFrame)
                RequestKeyFrame(stream);
        }

        Settle();
    }

    public void RequestKeyFrame(IncomingStream stream)
    {
        stream.WantsKeyFrame = false;
        var writer = new RtcpWriter(client.Scratch.AsSpan(0, LongestReport));
        if (!client.CanSend || !writer.TryAddPli(Reporter, stream.Ssrc))
            return;

        client.SendRtcp(writer.Written);
        Counters.KeyFrameRequestsSent++;
    }

    public void SayGoodbye()
    {
        var writer = new RtcpWriter(client.Scratch.AsSpan(0, LongestReport));
        writer.TryAddReceiverReport(Reporter);
        writer.TryAddBye(Reporter);
        client.SendRtcp(writer.Written);
    }

    private void ReceiveRtcp(in RtcpPacket packet, Instant now)
    {
        if (SenderReport.TryParse(packet, out var senderReport))
        {
            Counters.SenderReports++;
            Find(senderReport.Sender)?.Receive(new CaptureClock(senderReport.NtpTime, senderReport.RtpTimestamp), now);
            foreach (var block in senderReport.Blocks)
                FindTrack(block.Source)?.Receive(block);
        }
        else if (ReceiverReport.TryParse(packet, out var receiverReport))
        {
            Counters.ReceiverReports++;
            foreach (var block in receiverReport.Blocks)
                FindTrack(block.Source)?.Receive(block);
        }
        else if (Pli.TryParse(packet, out var pli))
        {
            Counters.PictureLosses++;
            Ask(FindTrack(pli.Media));
        }
        else if (Fir.TryParse(packet, out var fir))
        {
            Counters.FullIntraRequests++;
            for (var i = 0; i < fir.Count; i++)
                Ask(FindTrack(fir[i].Media));
        }
        else if (GenericNack.TryParse(packet, out var nack))
        {
            var track = FindTrack(nack.Media);
            foreach (var lost in nack)
            {
                Counters.NackedPackets++;
                track?.Repair(lost, now);
            }
        }
        else if (TransportFeedback.TryParse(packet, out var feedback))
        {
            Counters.TransportFeedbacks++;
            foreach (var fate in feedback)
            {
                Counters.TransportPacketsReported++;
                Counters.TransportPacketsLost += fate.Received ? 0 : 1;
            }
        }
    }

    private void Ask(OutgoingTrack? track)
    {
        if (track is null)
            return;

        track.KeyFrameRequests++;
        events.AskedForKeyFrame(track);
    }

    private void Receive(IncomingStream stream, in RtpPacket packet, bool isRepair, Instant now)
    {
        if (stream.Receive(packet.SequenceNumber, packet.Timestamp, packet.Bytes.Length, isRepair, now))
            events.Received(stream, packet, now);
        else
            events.ReceivedAgain(stream, packet, now);
    }

    private void ReceiveRepair(IncomingStream stream, Span<byte> bytes, int payloadLength, Instant now)
    {
        if (payloadLength > Rtx.HeaderLength
            && Rtx.TryRestore(bytes, stream.Codec.PayloadType, stream.Ssrc, out var restored)
            && RtpPacket.TryParse(restored, out var packet))
        {
            Receive(stream, packet, isRepair: true, now);
        }
        else
        {
            Counters.Probes++;
        }
    }

    private IncomingStream? Find(Ssrc ssrc)
    {
        foreach (var stream in _streams)
        {
            if (stream.Ssrc == ssrc)
                return stream;
        }

        return null;
    }

    private OutgoingTrack? FindTrack(Ssrc ssrc)
    {
        foreach (var track in _tracks)
        {
            if (track.Ssrc == ssrc)
                return track;
        }

        return null;
    }

    private IncomingStream? FindByRtx(in RtpPacket packet)
    {
        foreach (var stream in _streams)
        {
            if (stream.RtxSsrc == packet.Ssrc)
                return stream;
        }

        var section = FindSection(packet);
        if (section?.RepairedBy(packet.PayloadType) is not { } codec)
            return null;

        // Not announced: it repairs the one stream of that codec which nothing repairs yet.
        foreach (var stream in _streams)
        {
            if (stream.RtxSsrc is null && stream.Codec.PayloadType == codec.PayloadType)
            {
                stream.RtxSsrc = packet.Ssrc;
                return stream;
            }
        }

        return null;
    }

    private AgreedSection? FindSection(in RtpPacket packet)
    {
        foreach (var section in _sections)
        {
            foreach (var (ssrc, rtx) in section.RemoteStreams)
            {
                if (ssrc == packet.Ssrc || rtx == packet.Ssrc)
                    return section;
            }
        }

        var hasMid = _extensions.TryFind(packet, RtpExtensionKind.Mid, out var mid);
        foreach (var section in _sections)
        {
            if (hasMid && SdesText.Matches(mid, section.Mid.Value))
                return section;
        }

        foreach (var section in _sections)
        {
            if (section.Direction.Receives() && (section.CodecOf(packet.PayloadType) ?? section.RepairedBy(packet.PayloadType)) is not null)
                return section;
        }

        return null;
    }

    private IncomingStream? TryAdd(in RtpPacket packet)
    {
        if (_streams.Count == MostStreams || FindSection(packet) is not { } section || section.CodecOf(packet.PayloadType) is not { } codec)
            return null;

        var announced = section.RemoteStreams;
        Ssrc? rtx = null;
        for (var i = 0; i < announced.Count; i++)
        {
            if (announced[i].Ssrc == packet.Ssrc)
                rtx = announced[i].Rtx;
        }

        var stream = new IncomingStream(packet.Ssrc, rtx, section.Kind, codec, options.AsksForLostPackets && codec.Feedback.HasFlag(RtcpFeedbackKinds.Nack))
        {
            WantsKeyFrame = options.AsksForKeyFrameAtStart && section.Kind == MediaKind.Video,
        };
        _streams.Add(stream);
        return stream;
    }

    private void SendReports(Instant now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpWriter.MaxCount];
        var count = 0;
        foreach (var stream in _streams)
        {
            if (count < blocks.Length && stream.TryReport(now, out blocks[count]))
                count++;
        }

        var writer = new RtcpWriter(client.Scratch.AsSpan(0, LongestReport));
        var reported = false;
        foreach (var track in _tracks)
        {
            if (track.Packets > 0)
                reported |= track.TryAddSenderReport(ref writer, client.WallClock(now), now, reported ? [] : blocks[..count]);
        }

        if (!reported)
            writer.TryAddReceiverReport(Reporter, blocks[..count]);

        writer.TryAddCname(Reporter, _cname);
        client.SendRtcp(writer.Written);
        Counters.ReportsSent++;
    }

    private void SendArrivals(Instant now)
    {
        var media = _streams.Count > 0 ? _streams[0].Ssrc : default;
        while (_arrivals!.TryWrite(Reporter, media, client.Scratch.AsSpan(0, LongestReport), now, out var length))
        {
            client.SendRtcp(length);
            Counters.TransportFeedbacksSent++;
        }
    }

    private void AskAgain(IncomingStream stream, Instant now)
    {
        stream.AdvanceNack(now);
        var wanted = stream.Wanted;
        while (!wanted.IsEmpty)
        {
            var writer = new RtcpWriter(client.Scratch.AsSpan(0, LongestReport));
            if (!writer.TryAddNack(Reporter, stream.Ssrc, wanted, out var taken))
                return;

            client.SendRtcp(writer.Written);
            wanted = wanted[taken..];
        }
    }

    public void Settle()
    {
        var next = Instant.Earlier(_nextReport, _arrivals?.NextDeadline ?? Instant.Never);
        foreach (var stream in _streams)
            next = stream.WantsKeyFrame ? Instant.Zero : Instant.Earlier(next, stream.NackDeadline);

        NextDeadline = next;
    }
}
