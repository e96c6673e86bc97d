using MediaServer.Bandwidth;
using MediaServer.Packets;
using MediaServer.Peers;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Congestion;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Terminals;

/// <summary>
/// What one line of a terminal is sent: one stream with its own SSRC, numbers and clock, whatever track it shows. Sound leaves at once,
/// and where there is none, silence does, every 20 ms. Pictures leave evenly, at 1.2 times the agreed rate, because a terminal has no
/// patience with bursts. Invariant: a picture is begun at a key frame and never sent with a hole in it.
/// </summary>
internal sealed class TerminalStream : ISubscriber
{
    private const int MostWaiting = 512;
    private const int MostOptions = 32;

    /// <summary>Sound that has been away so long is replaced by silence; shorter gaps are jitter.</summary>
    private static readonly TimeSpan SoundGap = TimeSpan.FromMilliseconds(60);

    /// <summary>Packets that would wait longer have no place in a conversation.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(700);

    private static readonly PacerOptions Evenly = new()
    {
        Factor = 1.2,
        MostFactor = 1.2,
        BurstBytes = 1,
        BurstTime = TimeSpan.Zero,
        LongestBurst = TimeSpan.Zero,
    };

    private readonly TerminalLeg _leg;
    private readonly TerminalTransport _transport;
    private readonly PeerContext _context;
    private readonly SequenceRewriter _sequence;
    private readonly TimestampRewriter _timestamps;
    private readonly Pacer _pacer = new(Evenly);
    private readonly KeyDialler _keys;
    private readonly Queue<Waiting> _waiting = new(32);
    private OutgoingSetup _setup;
    private AcceptedCodec? _accepted;
    private LayerSelector _selector = new();
    private int _best;
    private int _waitingBytes;
    private bool _isSilence;
    private ushort _silentNumber;
    private uint _silentTime;
    private Instant _nextSilence = Instant.Zero;

    public TerminalStream(TerminalLeg leg, TerminalTransport transport, Ssrc ssrc, PeerContext context)
    {
        _leg = leg;
        _transport = transport;
        _context = context;
        Ssrc = ssrc;
        IsVideo = transport.Line.Kind == MediaKind.Video;
        _setup = SetupOf(transport.Line.Codec!);
        _sequence = new SequenceRewriter(new SequenceNumber((ushort)context.Random.Next(1, 32_768)));
        _timestamps = new TimestampRewriter(_setup.ClockRate, TimestampOptions.Default);
        _keys = new KeyDialler(SendKey);
        Limit = transport.Line.SendLimit;
        _pacer.SetTarget(Limit);
    }

    /// <summary>The name of the stream for wishes.</summary>
    public Mid Mid => _setup.Mid;

    public bool IsVideo { get; }

    public Ssrc Ssrc { get; }

    public StreamWish Wish { get; set; } = new(new SourceChoice.Nothing());

    public PublishedTrack? Source { get; private set; }

    public SentStatistics Statistics { get; } = new();

    /// <summary>The lowest of what was agreed and what the terminal has asked for since (TMMBR).</summary>
    public Bitrate Limit { get; private set; }

    public int EncodingsWanted => IsHeld ? 0 : _selector.EncodingsWanted | _best;

    public int EncodingsShown => IsHeld ? 0 : _selector.EncodingsWanted;

    /// <summary>The terminal holds us: it hears silence and sees nothing of the meeting.</summary>
    private bool IsHeld => !_transport.Line.Direction.Sends();

    public Instant NextDeadline
    {
        get
        {
            var silence = IsVideo ? Instant.Never : _nextSilence;
            return _waiting.TryPeek(out var next) ? Instant.Earlier(silence, _pacer.NextDeadline(next.Size, KindOfPacket, _context.Now)) : silence;
        }
    }

    private PacketKind KindOfPacket => IsVideo ? PacketKind.Video : PacketKind.Audio;

    /// <summary>Presses these keys, as soon as those before are done; false if the line has no telephone events.</summary>
    public bool TryDial(string digits, Instant now)
    {
        if (IsVideo || !_keys.TryDial(digits, _transport.Line, _setup.ClockRate, now))
            return false;

        _nextSilence = Instant.Earlier(_nextSilence, now);
        return true;
    }

    /// <summary>The line was agreed anew, perhaps with another codec.</summary>
    public void Renew(Instant now)
    {
        var codec = _transport.Line.Codec!;
        if (codec.PayloadType != _setup.Codecs[0].PayloadType || !codec.IsCompatibleWith(_setup.Codecs[0].Description))
        {
            _setup = SetupOf(codec);
            var source = Source;
            Show(null, now);
            Show(source, now);
        }

        LimitTo(_transport.Line.SendLimit);
    }

    public void LimitTo(Bitrate limit)
    {
        Limit = Bitrate.Lower(limit, _transport.Line.SendLimit);
        _pacer.SetTarget(Limit);
    }

    public void Show(PublishedTrack? track, Instant now)
    {
        if (ReferenceEquals(track, Source))
            return;

        Source?.Unsubscribe(this);
        Source = track;
        _accepted = track is null ? null : _setup.Accept(track.Setup.Codec);
        _selector = new();
        _best = 0;
        if (track is null || _accepted is null)
            return;

        Choose(now);
        track.Subscribe(this, now);
        AskForKeyFrame(now);
    }

    /// <summary>Of a picture in several sizes, the largest that the terminal decodes and its line carries; as long as that is not sent, the best that is.</summary>
    public void Choose(Instant now)
    {
        if (Source is not { } track || _accepted is null)
            return;

        if (!IsVideo)
        {
            _selector.Want(0, 0, 0);
            return;
        }

        Span<LayerOption> options = stackalloc LayerOption[MostOptions];
        var tallest = _transport.Line.Picture?.LargestSize().Height ?? int.MaxValue;
        var best = LayerChoice.None;
        foreach (ref readonly var option in options[..LayerMenu.Fill(track, options, now)])
        {
            if (best.IsNone || (option.IsActive && option.Height <= tallest && option.Bitrate <= RoomFor(track, option.Choice)))
                best = option.Choice;
        }

        if (best.IsNone)
            return;

        _best = 1 << LayerMenu.Read(track, best).Encoding;
        var flowing = LayerMenu.FindFlowing(track, best, now);
        var (encoding, spatial) = LayerMenu.Read(track, flowing);
        _selector.Want(encoding, spatial, flowing.Temporal);
        if (!IsHeld && (_selector.NeedsKeyFrame || _selector.NeedsSpatialSwitch))
            AskForKeyFrame(now);
    }

    public void Approach(int stage)
    {
    }

    public DropReason Offer(in TrackPacket packet, Instant now)
    {
        if (_accepted is null)
            return DropReason.UnknownPayloadType;

        if (IsHeld)
        {
            // What is withheld now is missing later: the picture goes on at a key frame.
            _selector.Restart();
            return DropReason.Muted;
        }

        // What is withheld of a sound is not missed: it goes on with the numbers that follow the keys.
        if (!_keys.IsIdle)
            return DropReason.Muted;

        var decision = _selector.Decide(packet.Encoding, packet.Frame);
        if (decision is not (LayerDecision.Forward or LayerDecision.Switch))
        {
            if (decision == LayerDecision.WaitingForKeyFrame)
                AskForKeyFrame(now);
            else if (packet.Encoding == _selector.Encoding)
                _sequence.Drop(packet.Sequence);

            return decision.Reason();
        }

        if (decision == LayerDecision.Switch || _isSilence)
            Begin(packet, now);

        if (!_sequence.TryMap(packet.Sequence, out var number))
            return DropReason.TooLate;

        if (!IsVideo)
            _nextSilence = now + SoundGap;

        _context.Terminals.MarkDirty(_leg);
        var size = packet.Bytes.Length;
        if (_waiting.Count == MostWaiting || (IsVideo && (Limit * 1.2).TimeToSend(_waitingBytes + size) > LongestWait))
        {
            Restart(now);
            return DropReason.SubscriberBacklog;
        }

        _waitingBytes += size;
        _waiting.Enqueue(new Waiting(packet.Slot, number, _timestamps.Map(packet.Timestamp, now), packet.Marker, size));
        return DropReason.None;
    }

    public void Skip(PublishedTrack track, int encoding, SequenceNumber sequence)
    {
        if (encoding == _selector.Encoding && !_isSilence)
            _sequence.Drop(sequence);
    }

    public void BeginAnew(int encoding)
    {
        if (encoding == _selector.Encoding)
            _selector.Restart();
    }

    /// <summary>The terminal could not decode: PLI, FIR, or a SIP INFO.</summary>
    public void AskForKeyFrame(Instant now)
    {
        if (IsVideo && Source is not null && _accepted is not null && !_selector.IsPaused)
            Source.RequestKeyFrame(_selector.WantedEncoding, now);
    }

    /// <summary>Sends what may go now, and silence where sound is missing.</summary>
    public void Drain(Instant now)
    {
        while (_waiting.TryPeek(out var next) && _pacer.MaySend(next.Size, KindOfPacket, now))
        {
            _waiting.Dequeue();
            _waitingBytes -= next.Size;
            _pacer.Sent(next.Size, KindOfPacket, now);
            if (!_context.Pool.IsHeld(next.Slot))
            {
                // The packet left its track's history while it waited.
                _context.Counters.Count(DropReason.SubscriberBacklog);
                Restart(now);
                return;
            }

            Write(next, now);
        }

        if (!IsVideo)
            BeSilent(now);
    }

    /// <summary>Which media time our wall clock shows now on this stream; false until something was sent.</summary>
    public bool TryReadClock(NtpTime wall, Instant now, out RtpTimestamp timestamp)
    {
        timestamp = default;
        if (Statistics.LastSentAt == Instant.Never)
            return false;

        var clockRate = _setup.ClockRate;
        if (!_isSilence && _selector.Encoding >= 0 && Source?.Encodings[_selector.Encoding].Clock is { } source)
        {
            _timestamps.Learn(source);
            if (_timestamps.TryReport(out var clock))
            {
                timestamp = clock.Rtp + (int)((wall - clock.Ntp).Ticks * clockRate / TimeSpan.TicksPerSecond);
                return true;
            }
        }

        timestamp = Statistics.LastTimestamp + (int)((now - Statistics.LastSentAt).Ticks * clockRate / TimeSpan.TicksPerSecond);
        return true;
    }

    /// <summary>What is shown is not given up for what one measurement says: it leaves at 1.2 times the limit.</summary>
    private Bitrate RoomFor(PublishedTrack track, LayerChoice choice) =>
        LayerMenu.Read(track, choice).Encoding == _selector.Encoding ? Limit * 1.15 : Limit;

    private void Begin(in TrackPacket packet, Instant now)
    {
        _isSilence = false;
        _sequence.SwitchTo(packet.Sequence);
        _timestamps.SwitchTo(packet.Timestamp, packet.Track.Encodings[packet.Encoding].Clock, now);
        Statistics.Switched();
    }

    private void Restart(Instant now)
    {
        _waiting.Clear();
        _waitingBytes = 0;
        if (!IsVideo)
            return;

        _selector.Restart();
        AskForKeyFrame(now);
    }

    private void BeSilent(Instant now)
    {
        if (_nextSilence > now)
            return;

        _nextSilence = (now - _nextSilence > SoundGap ? now : _nextSilence) + Silence.FrameTime;

        if (!_isSilence)
        {
            _isSilence = true;
            _sequence.SwitchTo(new SequenceNumber(_silentNumber));
            _timestamps.SwitchTo(new RtpTimestamp(_silentTime), null, now);
        }

        var timestamp = _timestamps.Map(new RtpTimestamp(_silentTime), now);
        _silentTime = unchecked(_silentTime + (uint)(_setup.ClockRate / 50));

        // Keys wait for somebody who could hear them.
        if (_transport.Destination is not null && _keys.TrySend(timestamp, now))
            return;

        _sequence.TryMap(new SequenceNumber(_silentNumber++), out var number);
        Send(Silence.Frame(_setup.Codecs[0].Description.Name), _setup.Codecs[0].PayloadType, number, timestamp, marker: false, now);
    }

    private void SendKey(ReadOnlySpan<byte> payload, PayloadType payloadType, RtpTimestamp timestamp, bool marker)
    {
        _sequence.TryMap(new SequenceNumber(_silentNumber++), out var number);
        Send(payload, payloadType, number, timestamp, marker, _context.Now);
    }

    private void Write(in Waiting packet, Instant now)
    {
        ref readonly var facts = ref _context.Pool.Facts(packet.Slot);
        var payload = _context.Pool.Bytes(packet.Slot).Slice(facts.PayloadOffset, facts.PayloadLength);
        var length = Send(payload, _setup.Codecs[0].PayloadType, packet.Number, packet.Timestamp, packet.Marker, now);
        if (length > 0)
            _context.Counters.Forwarded(length, now - facts.ArrivedAt, KindOfPacket);
    }

    private int Send(ReadOnlySpan<byte> payload, PayloadType payloadType, long number, RtpTimestamp timestamp, bool marker, Instant now)
    {
        var buffer = _context.Egress.Reserve();
        var header = new RtpHeaderWriter(buffer);
        header.TryStart(marker, payloadType, new SequenceNumber(unchecked((ushort)number)), timestamp, Ssrc);
        header.TryFinish(out var headerLength);
        payload.CopyTo(buffer[headerLength..]);
        var length = headerLength + payload.Length;
        if (!_transport.SendRtp(buffer, headerLength, length, unchecked((uint)(number >> 16))))
            return 0;

        Statistics.Sent(payload.Length, timestamp, now);
        return length;
    }

    private OutgoingSetup SetupOf(CodecDescription codec) => new()
    {
        Mid = IsVideo ? TerminalSetup.PictureStream : TerminalSetup.SoundStream,
        IsVideo = IsVideo,
        Ssrc = Ssrc,
        Extensions = RtpExtensionMap.Empty,
        Codecs = [new AcceptedCodec(codec, ReceiveSection.VideoCodecOf(codec), codec.PayloadType, null)],
        Cname = "",
        SoundClockRate = codec.ClockRate,
    };

    private readonly record struct Waiting(PacketSlot Slot, long Number, RtpTimestamp Timestamp, bool Marker, int Size);
}
