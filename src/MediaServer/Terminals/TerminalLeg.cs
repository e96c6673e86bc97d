using MediaServer.Peers;
using MediaServer.Rooms;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Codecs;
using Protocols.Dtmf;
using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace MediaServer.Terminals;

/// <summary>
/// A room system or telephone in a meeting: what it sends is published like anybody's, and of the meeting it is sent one sound and one
/// picture. Read <see cref="Receive"/> from the top to learn the way of a datagram from its port to its track.
/// </summary>
public sealed class TerminalLeg : IScheduled, IUpstream, IDisposable
{
    /// <summary>A line without a picture for so long needs one: the mixer is told.</summary>
    private static readonly TimeSpan PictureMissingAfter = TimeSpan.FromSeconds(1);

    private readonly PeerContext _context;
    private readonly HeardHosts _heard = new();
    private readonly SourceClock _clock = new();
    private readonly List<Line> _lines = [];
    private readonly DtmfReceiver _keys = new();
    private Instant _pictureSince;
    private bool _isPictureMissing;

    internal TerminalLeg(TerminalSetup setup, PeerContext context, Room room, Instant now)
    {
        Setup = setup;
        Room = room;
        _context = context;
        _pictureSince = now;
        foreach (var line in setup.Agreement.Lines)
            Open(line);
        setup.Associations = [];
    }

    public TerminalSetup Setup { get; private set; }

    public PeerId Id => Setup.Id;

    internal Room Room { get; }

    internal IEnumerable<TerminalStream> Streams => _lines.Select(line => line.Stream);

    internal IEnumerable<int> Ports => _lines.SelectMany(line => new[] { line.Transport.RtpPort, line.Transport.RtcpPort }).Distinct();

    /// <summary>Those of them under which the shard finds it.</summary>
    internal List<int> KnownPorts { get; } = [];

    internal bool IsDirty { get; set; }

    public CloseReason? Closing { get; private set; }

    Instant IScheduled.Due { get; set; }

    int IScheduled.HeapPlace { get; set; }

    public Instant NextDeadline
    {
        get
        {
            var due = Instant.Never;
            foreach (var line in _lines)
                due = Instant.Earlier(Instant.Earlier(due, line.Transport.NextDeadline), Instant.Earlier(line.Reports.NextDeadline, line.Stream.NextDeadline));

            return due;
        }
    }

    public DropReason Receive(int port, in TransportAddress from, Span<byte> datagram, Instant now)
    {
        if (LineAt(port) is not { } line)
            return DropReason.UnknownAddress;

        var kind = Demultiplexer.KindOf(datagram);
        if (kind == DatagramKind.Rtcp && (port != line.Transport.RtpPort || line.Transport.Line.RtcpMux))
        {
            var reason = line.Transport.ReceiveRtcp(from, datagram, now, out var length);
            return reason == DropReason.None ? line.Reports.Receive(datagram[..length], line.Incoming, _clock, now) : reason;
        }

        if (kind == DatagramKind.Rtp && port == line.Transport.RtpPort)
        {
            var reason = line.Transport.ReceiveRtp(from, datagram, now, out var length);
            return reason == DropReason.None ? ReceiveRtp(line, datagram[..length], now) : reason;
        }

        if (port == line.Transport.RtpPort && kind == DatagramKind.Stun)
            return line.Transport.ReceiveStun(from, datagram, now);

        if (port == line.Transport.RtpPort && kind == DatagramKind.Dtls)
            return line.Transport.ReceiveDtls(from, datagram, now);

        return DropReason.UnknownProtocol;
    }

    public void Advance(Instant now)
    {
        foreach (var line in _lines)
        {
            line.Transport.Advance(now);
            line.Reports.Advance(line.Incoming, now);
            line.Stream.Choose(now);
        }

        WatchPicture(now);
    }

    /// <summary>The end of a turn: what is waiting goes as far as it may.</summary>
    internal void Drain(Instant now)
    {
        foreach (var line in _lines)
            line.Stream.Drain(now);
    }

    /// <summary>What a renewed offer and its answer came to. Lines keep their streams; addresses, keys and directions may be others.</summary>
    public void Renew(TerminalAgreement agreement, Instant now)
    {
        Setup = Setup with { Agreement = agreement };
        foreach (var kind in new[] { MediaKind.Audio, MediaKind.Video })
        {
            var agreed = agreement.Lines.FirstOrDefault(line => line.IsAccepted && line.Kind == kind);
            var line = _lines.Find(line => line.Transport.Line.Kind == kind);
            if (agreed is null && line is not null)
                Close(line);
            else if (agreed is not null && line is null)
                Open(agreed);
            else if (agreed is not null && line is not null)
                Renew(line, agreed, now);
        }
    }

    public void Wish(Mid line, StreamWish what)
    {
        foreach (var stream in Streams)
        {
            if (stream.Mid == line)
                stream.Wish = what;
        }
    }

    /// <summary>The picture was asked to begin anew by way of the signalling.</summary>
    public void ReceiveKeyFrameRequest(Instant now)
    {
        foreach (var stream in Streams)
            stream.AskForKeyFrame(now);
    }

    public void Dial(string digits, Instant now)
    {
        foreach (var stream in Streams)
            stream.TryDial(digits, now);
    }

    public void Close(CloseReason reason) => Closing ??= reason;

    /// <summary>The call goes on in another room, with what was agreed on by DTLS.</summary>
    internal void Leave(Action<IReadOnlyList<DtlsAssociation>> then)
    {
        Leaving ??= then;
        Close(CloseReason.Left);
    }

    internal Action<IReadOnlyList<DtlsAssociation>>? Leaving { get; private set; }

    internal IReadOnlyList<DtlsAssociation> Release() => [.. _lines.Select(line => line.Transport.Release()).OfType<DtlsAssociation>()];

    public void SayGoodbye(Instant now)
    {
        foreach (var line in _lines)
        {
            line.Reports.SendBye(line.Incoming, now);
            if (Leaving is null)
                line.Transport.SayGoodbye(now);
        }
    }

    internal void EndTracks()
    {
        foreach (var line in _lines)
            End(line);
    }

    public void Dispose()
    {
        foreach (var line in _lines)
        {
            line.Stream.Show(null, Instant.Zero);
            line.Transport.Dispose();
        }
    }

    void IUpstream.RequestKeyFrame(PublishedTrack track, int encoding, Instant now)
    {
        foreach (var line in _lines)
        {
            if (ReferenceEquals(line.Track, track) && line.Incoming is { } incoming)
                line.Reports.RequestKeyFrame(incoming, now);
        }
    }

    // A terminal sends one size, and stopping it would stop its sound's companion for those who record: it goes on unwatched.
    void IUpstream.DemandEncodings(PublishedTrack track, int wanted, Instant now)
    {
    }

    private DropReason ReceiveRtp(Line line, Span<byte> bytes, Instant now)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
            return DropReason.NotRtp;

        var agreed = line.Transport.Line;
        if (agreed.IsEvent(packet.PayloadType))
            return ReceiveEvent(packet, now);

        if (!agreed.Direction.Receives())
            return DropReason.Muted;

        if (!Knows(agreed, packet.PayloadType))
            return DropReason.UnknownPayloadType;

        if (line.Incoming is null || line.Incoming.Ssrc != packet.Ssrc)
            Follow(line, packet.Ssrc);

        return line.Incoming!.Receive(packet, isRestored: false, now);
    }

    /// <summary>A key that was pressed (RFC 4733): never offered to anybody.</summary>
    private DropReason ReceiveEvent(in RtpPacket packet, Instant now)
    {
        if (_keys.TryReceive(packet.Payload, packet.Timestamp, now, out var digit))
            _context.Events.Raise(new MediaEvent.KeyPressed(Id, digit.Event));

        return DropReason.None;
    }

    /// <summary>The line's first packet, or a sender that goes on under another number. Who watches asks for a key frame of it at once.</summary>
    private void Follow(Line line, Ssrc source)
    {
        var isNew = line.Track is null;
        line.Track ??= CreateTrack(line.Transport.Line);
        line.Incoming = new IncomingStream(line.Track, 0, source, nack: null);
        if (isNew)
            Room.Publish(line.Track);
    }

    private PublishedTrack CreateTrack(TerminalLine line)
    {
        var isVideo = line.Kind == MediaKind.Video;
        return new PublishedTrack(
            new TrackSetup
            {
                Id = _context.NextTrackId(),
                Room = Setup.Room,
                Owner = Setup.Participant,
                Source = isVideo ? TrackSource.Camera : TrackSource.Microphone,
                Codec = line.Codec!,
                VideoCodec = isVideo ? ReceiveSection.VideoCodecOf(line.Codec!) : default(VideoCodec),
                Extensions = RtpExtensionMap.Empty,
                IsUnlisted = !isVideo && line.Codec!.Name != CodecName.Opus,
                History = isVideo ? _context.Options.VideoHistory : _context.Options.AudioHistory,
            },
            _context.Pool,
            this,
            Room);
    }

    private void Open(TerminalLine agreed)
    {
        if (!agreed.IsAccepted)
            return;

        var transport = new TerminalTransport(agreed, Setup.SignallingHost, _heard, _context, Setup.Associations.FirstOrDefault(one => agreed.Dtls?.GoesOnAs(one.Terms) == true && !_lines.Exists(line => line.Transport.Association == one)));
        var cname = System.Text.Encoding.UTF8.GetBytes($"terminal-{Id.Value:x}");
        var ssrc = new Ssrc((uint)_context.Random.NextInt64(2, uint.MaxValue));
        var stream = new TerminalStream(this, transport, ssrc, _context) { Wish = agreed.Kind == MediaKind.Video ? Setup.Picture : Setup.Sound };
        _lines.Add(new Line(transport, stream, new TerminalReports(Id, transport, stream, cname, _context)));
    }

    private void Renew(Line line, TerminalLine agreed, Instant now)
    {
        var wasReceiving = line.Transport.Line.Direction.Receives();
        var isOtherCodec = line.Track is not null && !line.Track.Setup.Codec.IsCompatibleWith(agreed.Codec!);
        line.Transport.Renew(agreed, now);
        line.Stream.Renew(now);
        if (isOtherCodec || (wasReceiving && !agreed.Direction.Receives()))
            End(line);
    }

    private void Close(Line line)
    {
        End(line);
        line.Stream.Show(null, _context.Now);
        line.Transport.Dispose();
        _lines.Remove(line);
    }

    private void End(Line line)
    {
        if (line.Track is { } track)
            Room.Unpublish(track);

        line.Track = null;
        line.Incoming = null;
    }

    private void WatchPicture(Instant now)
    {
        foreach (var line in _lines)
        {
            if (!line.Stream.IsVideo || !line.Transport.Line.Direction.Sends())
                continue;

            var lastSent = line.Stream.Statistics.LastSentAt;
            var last = lastSent == Instant.Never ? _pictureSince : lastSent;
            var isMissing = now - last >= PictureMissingAfter;
            if (isMissing && !_isPictureMissing)
                _context.Events.Raise(new MediaEvent.PictureMissing(Id));

            _isPictureMissing = isMissing;
        }
    }

    private Line? LineAt(int port)
    {
        foreach (var line in _lines)
        {
            if (line.Transport.RtpPort == port || line.Transport.RtcpPort == port)
                return line;
        }

        return null;
    }

    private static bool Knows(TerminalLine line, PayloadType payloadType)
    {
        // By index, as in TerminalLine.IsEvent.
        for (var i = 0; i < line.ReceivePayloadTypes.Count; i++)
        {
            if (line.ReceivePayloadTypes[i] == payloadType)
                return true;
        }

        return false;
    }

    private sealed class Line(TerminalTransport transport, TerminalStream stream, TerminalReports reports)
    {
        public TerminalTransport Transport { get; } = transport;

        public TerminalStream Stream { get; } = stream;

        public TerminalReports Reports { get; } = reports;

        public PublishedTrack? Track { get; set; }

        public IncomingStream? Incoming { get; set; }
    }
}
