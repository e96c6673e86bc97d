using System.Runtime.CompilerServices;
using MediaServer.Bandwidth;
using MediaServer.Packets;
using MediaServer.Peers;
using MediaServer.Tracks;
using Protocols;
using Protocols.Codecs;
using Protocols.Congestion;
using Protocols.Loss;
using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Srtp;

namespace MediaServer.Subscriptions;

/// <summary>
/// One stream towards one receiver: its own SSRC, numbers and clock, whatever track it shows at the moment. To the receiver a change
/// of layer or of source is one continuous stream. Packets are mapped when they are offered and written when the pacer lets them go.
/// </summary>
public sealed class OutgoingStream : ISubscriber
{
    private static readonly TimeSpan KeepSent = TimeSpan.FromSeconds(1.5);

    // Below one percent the decoder's concealment is not heard; one earlier frame serves until losses begin to touch each other.
    private const double LightLoss = 0.01;
    private const double HeavyLoss = 0.10;

    private readonly OutgoingSetup _setup;
    private readonly bool _isVideo;     // asked for every packet, and the setup is another cache line
    private readonly PeerSender _sender;
    private readonly PacketPool _pool;
    private readonly ushort _place;
    private readonly SequenceRewriter _sequence;
    private readonly TimestampRewriter _timestamps;
    private SentRing _sent;
    private HeaderPlan _header;
    private IPayloadRewriter? _codec;
    private VideoCodec _codecOf;
    private LayerSelector _selector = new();
    private int _awaited;
    private PublishedTrack? _source;
    private AcceptedCodec? _accepted;
    private long _retransmissionNumber;

    public OutgoingStream(OutgoingSetup setup, PeerSender sender, PacketPool pool)
    {
        _setup = setup;
        _isVideo = setup.IsVideo;
        _sender = sender;
        _place = sender.Add(this);
        _pool = pool;
        _sent = new SentRing(setup.IsVideo ? 2048 : 256, KeepSent);
        _header = new HeaderPlan(setup);
        _sequence = new SequenceRewriter(setup.FirstSequence);
        _timestamps = new TimestampRewriter(setup.ClockRate, TimestampOptions.Default);
        Cname = System.Text.Encoding.UTF8.GetBytes(setup.Cname);
        _retransmissionNumber = setup.FirstSequence.Value;
        if (_isVideo && setup.Codecs.Count > 0)
            RewriterFor(setup.Codecs[0].VideoCodec);
    }

    public OutgoingSetup Setup => _setup;

    public byte[] Cname { get; }

    public StreamWish Wish { get; set; } = new(new SourceChoice.Nothing());

    /// <summary>What his wish comes to at the moment, whether he decodes it or not.</summary>
    internal PublishedTrack? Wanted { get; set; }

    /// <summary>What is shown: what is wanted, its twin, or nothing.</summary>
    public PublishedTrack? Source => _source;

    public ref readonly LayerSelector Layers => ref _selector;

    /// <summary>Why the picture stands still, if it does.</summary>
    public PauseReason PauseReason { get; internal set; }

    public SentStatistics Statistics { get; } = new();

    public int EncodingsWanted => _selector.EncodingsWanted | _awaited;

    public int EncodingsShown => _selector.EncodingsWanted;

    public bool Decodes(CodecDescription published) => _setup.Accept(published) is not null;

    /// <summary>Shows another track from now on, or none.</summary>
    public void Show(PublishedTrack? track, Instant now)
    {
        if (ReferenceEquals(track, _source))
            return;

        _source?.Unsubscribe(this);
        _source = track;
        _accepted = track is null ? null : _setup.Accept(track.Setup.Codec);
        _awaited = 0;
        _selector.Restart();
        _header.SourceChanged();
        if (track is null)
            return;

        if (!_isVideo)
            _selector.Want(0, 0, 0);

        track.Subscribe(this, now);
        AskForKeyFrame(now);
    }

    /// <summary>What the allocation grants.</summary>
    public void Want(int encoding, int spatial, int temporal, Instant now)
    {
        _selector.Want(encoding, spatial, temporal);
        if (_selector.NeedsKeyFrame || _selector.NeedsSpatialSwitch)
            AskForKeyFrame(now);
    }

    /// <summary>The encodings that may be wanted as soon as their sender sends them, a bit for each.</summary>
    public void Await(int encodings) => _awaited = encodings;

    public void Pause()
    {
        _awaited = 0;
        _selector.Pause();
    }

    public void Approach(int stage)
    {
        switch (stage)
        {
            case 0:
                CacheLine.Fetch(_sequence);
                CacheLine.Fetch(_timestamps, 96);
                CacheLine.Fetch(_codec, 96);
                CacheLine.Fetch(_accepted);
                CacheLine.Fetch(Statistics, 96);
                CacheLine.Fetch(_sender, PeerSender.NearBytes);
                break;
            case 1:
                _sequence.Approach();
                _sent.Approach(_sequence.HighestOutgoing + 1);
                _sender.Approach(0);
                break;
            default:
                _sender.Approach(stage - 1);
                break;
        }
    }

    public DropReason Offer(in TrackPacket packet, Instant now)
    {
        if (_accepted is null)
            return DropReason.UnknownPayloadType;

        var decision = _selector.Decide(packet.Encoding, packet.Frame);
        switch (decision)
        {
            case LayerDecision.Switch:
                BeginSource(packet, now);
                break;
            case LayerDecision.Forward:
                break;
            case LayerDecision.WaitingForKeyFrame:
                AskForKeyFrame(now);
                return DropReason.WaitingForKeyFrame;
            default:
                LeaveOut(packet);
                return decision.Reason();
        }

        if (_codec is DependencyDescriptorRewriter dependencies)
        {
            dependencies.TopSpatialLayer = _selector.Spatial;
            dependencies.TopTemporalLayer = _selector.Temporal;
        }

        var kind = _isVideo ? PacketKind.Video : PacketKind.Audio;
        if (!TryMapPayload(packet, out var patch) || !_sequence.TryMap(packet.Sequence, out var number))
            return DropReason.TooLate;

        ref var sent = ref _sent.Add(number, now);
        sent.Slot = packet.Slot;
        sent.Patch = patch;
        sent.Timestamp = _timestamps.Map(packet.Timestamp, now);
        sent.Marker = _isVideo ? packet.Frame.EndsPicture(_selector.Spatial, packet.Marker) : packet.Marker;
        sent.IsImportant = packet.Frame.IsKeyFrame || packet.Frame.TemporalLayer == 0;
        sent.PayloadType = _accepted.PayloadType;
        sent.Codec = _accepted.VideoCodec;
        if (!_isVideo)
            sent.Redundancy = Redundancy(packet.Slot);

        if (_sender.TryQueue(new Queued(number, _place, (ushort)EstimateSize(sent, kind), kind)))
            return DropReason.None;

        LostPlace(now);
        return DropReason.SubscriberBacklog;
    }

    /// <summary>Which media time our wall clock shows now on this stream; false until the source has reported its clock.</summary>
    public bool TryReadClock(NtpTime wall, out RtpTimestamp timestamp)
    {
        timestamp = default;
        if (_source is null || _selector.Encoding < 0 || _source.Encodings[_selector.Encoding].Clock is not { } source)
            return false;

        _timestamps.Learn(source);
        if (!_timestamps.TryReport(out var clock))
            return false;

        var elapsed = wall - clock.Ntp;
        timestamp = clock.Rtp + (int)(elapsed.Ticks * _setup.ClockRate / TimeSpan.TicksPerSecond);
        return true;
    }

    public void Skip(PublishedTrack track, int encoding, SequenceNumber sequence)
    {
        if (encoding == _selector.Encoding)
            _sequence.Drop(sequence);
    }

    public void BeginAnew(int encoding)
    {
        if (encoding == _selector.Encoding)
            _selector.Restart();
    }

    /// <summary>Packets that were promised are gone: a picture built on them would be broken until the next key frame.</summary>
    public void LostPlace(Instant now)
    {
        if (!_isVideo)
            return;

        _selector.Restart();
        AskForKeyFrame(now);
    }

    public void AskForKeyFrame(Instant now)
    {
        if (_isVideo && _source is not null && !_selector.IsPaused)
            _source.RequestKeyFrame(_selector.WantedEncoding, now);
    }

    /// <summary>The receiver could not decode: the encoding that he is shown must begin anew.</summary>
    public void ReceiveKeyFrameRequest(Instant now)
    {
        if (_source is null || !_isVideo || _selector.IsPaused)
            return;

        _source.RequestKeyFrame(_selector.Encoding >= 0 ? _selector.Encoding : _selector.WantedEncoding, now);
    }

    /// <summary>The receiver misses a number. Whether and how often it goes again is the policy's business.</summary>
    public DropReason ReceiveNack(SequenceNumber missing, TimeSpan roundTrip, Instant now)
    {
        var number = Extend(missing);
        ref var sent = ref _sent.Find(number);
        if (Unsafe.IsNullRef(ref sent) || !_pool.IsHeld(sent.Slot))
            return DropReason.NotInHistory;

        var decision = _sender.Retransmissions.Decide(
            new RetransmissionRequest
            {
                Bytes = _pool.Facts(sent.Slot).Length,
                FirstSent = sent.OfferedAt.At(now),
                LastSent = sent.Copies == 0 ? Instant.Zero : sent.LastSentAt.At(now),
                TimesSent = sent.Copies,
                RoundTrip = roundTrip,
                Loss = _sender.Congestion.Estimator.Loss,
                Available = _sender.Congestion.Target,
                IsImportant = sent.IsImportant,
            },
            now);
        var size = (ushort)EstimateSize(sent, PacketKind.Retransmission);
        for (var copy = 0; copy < decision.Copies; copy++)
        {
            if (!_sender.TryQueue(new Queued(number, _place, size, PacketKind.Retransmission)))
                return DropReason.SubscriberBacklog;
        }

        return decision.Refusal;
    }

    /// <summary>Writes a packet that was numbered before, as it leaves now.</summary>
    public bool TryWrite(long number, PacketKind kind, SequenceNumber transportSequence, Span<byte> buffer, Instant now, out WrittenPacket written)
    {
        written = default;
        ref var sent = ref _sent.Find(number);
        if (Unsafe.IsNullRef(ref sent) || !_pool.IsHeld(sent.Slot))
            return false;

        var asRtx = kind == PacketKind.Retransmission && _setup.HasRtx;
        var wire = asRtx ? _retransmissionNumber++ : number;
        ref readonly var facts = ref _pool.Facts(sent.Slot);
        var source = _pool.Bytes(sent.Slot);
        if (!_header.TryWrite(buffer, sent, facts, source, Structure, wire, asRtx, sent.Redundancy != 0 && kind != PacketKind.Retransmission, transportSequence, now, out var headerLength))
            return false;

        var at = headerLength;
        if (asRtx)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(buffer[at..], unchecked((ushort)number));
            at += 2;
        }

        var (offset, length) = PayloadOf(sent, facts, kind);
        var payload = buffer.Slice(at, length);
        var middle = CopyEnds(source.Slice(offset, length), payload, at - headerLength);
        if (_isVideo)
            PayloadPatches.Apply(payload, facts.Patches, sent.Patch);
        else if (sent.Redundancy != 0 && kind != PacketKind.Retransmission)
            RedundantSound.SetPayloadType(payload, sent.PayloadType);

        if (sent.Copies < byte.MaxValue)
            sent.Copies++;

        sent.LastSentAt = RecentInstant.From(now);
        Statistics.Sent(length, sent.Timestamp, now);
        written = new WrittenPacket(at + length, headerLength, middle, unchecked((uint)(wire >> 16)), facts.ArrivedAt);
        return true;
    }

    /// <summary>
    /// Filler for a probe: useful if it can be, a packet of a moment ago once more; else nothing but padding, so that a picture that
    /// was stopped for want of bandwidth can find out that there is some again. Needs an RTX stream to carry it.
    /// </summary>
    public bool TryWritePadding(SequenceNumber transportSequence, Span<byte> buffer, Instant now, out WrittenPacket written)
    {
        written = default;
        if (!_setup.HasRtx)
            return false;

        if (_accepted is not null && TryWrite(_sequence.HighestOutgoing, PacketKind.Retransmission, transportSequence, buffer, now, out written))
            return true;

        var filler = new SentPacket { Timestamp = Statistics.LastTimestamp, PayloadType = (_accepted ?? _setup.Codecs[0]).PayloadType };
        var number = _retransmissionNumber++;
        if (!_header.TryWrite(buffer, filler, default, [], null, number, asRtx: true, isRedundant: false, transportSequence, now, out var headerLength)
            || !RtpHeaderWriter.TryAppendPadding(buffer, headerLength, RtpHeaderWriter.MaxPadding))
        {
            return false;
        }

        written = new WrittenPacket(headerLength + RtpHeaderWriter.MaxPadding, headerLength, [], unchecked((uint)(number >> 16)), now);
        return true;
    }

    /// <summary>
    /// Copies the beginning, where the fields are that differ from receiver to receiver, and the end, behind which padding may come.
    /// What lies between is the same for all and stays where it is.
    /// </summary>
    private static ReadOnlySpan<byte> CopyEnds(ReadOnlySpan<byte> from, Span<byte> to, int before)
    {
        var head = Math.Min(SrtpSender.MiddleBatch - before, from.Length);
        var middle = from[head..];
        middle = middle[..(middle.Length - (middle.Length % SrtpSender.MiddleBatch))];
        from[..head].CopyTo(to);
        from[(head + middle.Length)..].CopyTo(to[(head + middle.Length)..]);
        return middle;
    }

    private DependencyStructure? Structure =>
        _source is null || _selector.Encoding < 0 ? null : _source.Encodings[_selector.Encoding].Reader.Dependencies?.Current;

    private static (int Offset, int Length) PayloadOf(in SentPacket sent, in PacketFacts facts, PacketKind kind) =>
        sent.Redundancy != 0 && kind != PacketKind.Retransmission ? facts.Redundant(sent.Redundancy - 1) : (facts.PayloadOffset, facts.PayloadLength);

    /// <summary>Bytes before encryption.</summary>
    private int EstimateSize(in SentPacket sent, PacketKind kind)
    {
        ref readonly var facts = ref _pool.Facts(sent.Slot);
        return _header.EstimateLength(sent, facts) + PayloadOf(sent, facts, kind).Length + (kind == PacketKind.Retransmission && _setup.HasRtx ? 2 : 0);
    }

    /// <summary>The class of redundancy that the receiver's loss calls for, if he agreed to RED and the track has made it.</summary>
    private int Redundancy(PacketSlot slot)
    {
        if (_setup.RedPayloadType is null)
            return 0;

        var loss = _sender.Congestion.Estimator.Loss;
        var level = loss < LightLoss ? 0 : loss < HeavyLoss ? 1 : 2;
        if (level > 0)
            _source!.RedundancyNeeded = true;

        return level > 0 && _pool.Facts(slot).Redundant(level - 1).Length > 0 ? level : 0;
    }

    private long Extend(SequenceNumber number)
    {
        var highest = _sequence.HighestOutgoing;
        return highest + (number - new SequenceNumber(unchecked((ushort)highest)));
    }

    private void BeginSource(in TrackPacket packet, Instant now)
    {
        _sequence.SwitchTo(packet.Sequence);
        RewriterFor(_accepted!.VideoCodec)?.SwitchTo(packet.Frame);
        var encoding = packet.Track.Encodings[packet.Encoding];
        _timestamps.SwitchTo(packet.Timestamp, encoding.Clock, now);
        _header.SourceChanged();
        Statistics.Switched();
        _sender.IsReportDue = true;
    }

    /// <summary>A layer that is not shown leaves no gap in the numbers of the encoding that is.</summary>
    private void LeaveOut(in TrackPacket packet)
    {
        if (packet.Encoding != _selector.Encoding)
            return;

        _sequence.Drop(packet.Sequence);
        _codec?.Drop(packet.Frame);
    }

    private bool TryMapPayload(in TrackPacket packet, out PayloadPatch patch)
    {
        patch = PayloadPatch.None;
        return _codec is null || _codec.TryMap(packet.Frame, out patch);
    }

    /// <summary>A source in another codec numbers its pictures by other rules; one in the same codec goes on with ours.</summary>
    private IPayloadRewriter? RewriterFor(VideoCodec codec)
    {
        if (!_isVideo || (_codec is not null && _codecOf == codec))
            return _codec;

        _codecOf = codec;
        return _codec = PayloadRewriters.For(codec);
    }
}
