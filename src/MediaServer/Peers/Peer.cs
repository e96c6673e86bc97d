using MediaServer.Bandwidth;
using MediaServer.Rooms;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Loss;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Peers;

/// <summary>
/// One participant's transport to this server: what he publishes comes in here, what he watches goes out here. Read
/// <see cref="Receive"/> from the top to learn the way of a datagram from the socket to his tracks.
/// </summary>
public sealed class Peer : IScheduled, IUpstream, IDisposable
{
    /// <summary>So much of it, from its beginning, is looked at for every packet that it is sent.</summary>
    internal const int NearBytes = 192;

    private const int EndedRemembered = 16;

    private readonly PeerContext _context;
    private readonly WebRtcTransport _transport;
    private readonly IncomingStreams _incoming = new();
    private readonly List<OutgoingStream> _outgoing = [];
    private readonly RtcpReceiver _rtcpReceiver;
    private readonly RtcpReporter _reporter;
    private readonly RedUnwrapper _red = new();
    private readonly Queue<Ssrc> _ended = new();

    internal Peer(PeerSetup setup, PeerContext context, Room room, Instant now)
    {
        Setup = setup;
        Room = room;
        _context = context;
        Paced = new PacedPeer(this);

        // What every packet asks for comes into being together, and so comes to lie together.
        Sender = new PeerSender(this, context);
        AddSections(setup);
        _transport = new WebRtcTransport(setup, context.Identity.Dtls, context.Egress, context.Options, now);
        Allocation = new BandwidthAllocation(context.Options.Allocation);
        _reporter = new RtcpReporter(this, _incoming, _outgoing, context);
        _rtcpReceiver = new RtcpReceiver(this, _incoming, _outgoing, context);
    }

    public PeerSetup Setup { get; }

    public PeerId Id => Setup.Id;

    internal Room Room { get; }

    public PeerSender Sender { get; }

    public BandwidthAllocation Allocation { get; }

    /// <summary>What whoever makes a picture for him alone was told of his line.</summary>
    public ToldRate Told { get; } = new();

    public IReadOnlyList<OutgoingStream> Outgoing => _outgoing;

    internal WebRtcTransport Transport => _transport;

    internal RtcpReporter Reporter => _reporter;

    /// <summary>Set when the peer is to go; the shard takes it away at the end of the turn.</summary>
    public CloseReason? Closing { get; private set; }

    public bool IsConnected => Sender.IsReady;

    /// <summary>On the shard's list of peers to look after at the end of the turn.</summary>
    internal bool IsDirty { get; set; }

    /// <summary>More than packets to send: its deadlines may have changed.</summary>
    internal bool IsTouched { get; set; }

    internal PacedPeer Paced { get; }

    /// <summary>Its pacer kept something back when it was looked at last.</summary>
    internal bool IsHeldUp { get; set; }

    internal List<string> Fragments { get; } = [];

    internal List<IceRoute> Routes { get; } = [];

    internal int MaximumRoutes => _context.Options.Ice.MaxRoutes;

    Instant IScheduled.Due { get; set; }

    int IScheduled.HeapPlace { get; set; }

    public Instant NextDeadline => Instant.Earlier(
        Instant.Earlier(_transport.NextDeadline, _reporter.NextDeadline),
        IsConnected ? Sender.Congestion.NextDeadline : Instant.Never);

    public DropReason Receive(in IceRoute from, Span<byte> datagram, Instant now)
    {
        switch (Demultiplexer.KindOf(datagram))
        {
            case DatagramKind.Rtp:
                var reason = _transport.UnprotectRtp(from, datagram, out var length);
                return reason == DropReason.None ? ReceiveRtp(datagram[..length], now) : reason;

            case DatagramKind.Rtcp:
                Sender.Congestion.ApproachReport(0);
                reason = _transport.UnprotectRtcp(from, datagram, out length);
                Sender.Congestion.ApproachReport(1);
                return reason == DropReason.None ? _rtcpReceiver.Receive(datagram[..length], now) : reason;

            case DatagramKind.Stun:
                reason = _transport.ReceiveStun(from, datagram, now);
                FollowTransport(now);
                return reason;

            case DatagramKind.Dtls:
                reason = _transport.ReceiveDtls(from, datagram, now);
                FollowTransport(now);
                return reason;

            default:
                return DropReason.UnknownProtocol;
        }
    }

    /// <summary>Something will be sent in a moment: brings near what that needs, stage by stage, what points to the rest first.</summary>
    internal void Approach(int stage)
    {
        if (stage == 0)
            CacheLine.Fetch(Sender, PeerSender.NearBytes);
        else
            Sender.Approach(stage - 1);
    }

    public void Advance(Instant now)
    {
        _transport.Advance(now);
        FollowTransport(now);
        if (!IsConnected)
            return;

        Sender.Congestion.Advance(now);
        _reporter.Advance(now);
    }

    public void RestartIce(IceCredentials local, IceCredentials remote, Instant now)
    {
        _transport.Ice.Restart(local, now);
        _transport.Ice.SetRemote(remote);
    }

    public void Close(CloseReason reason) => Closing ??= reason;

    /// <summary>Says goodbye to the other side; what it publishes and watches is ended by the room.</summary>
    public void SayGoodbye(Instant now)
    {
        if (IsConnected)
            _reporter.SendBye();

        _transport.Close(now);
    }

    public void Dispose()
    {
        foreach (var stream in _outgoing)
            stream.Show(null, Instant.Zero);

        _transport.Dispose();
    }

    void IUpstream.RequestKeyFrame(PublishedTrack track, int encoding, Instant now) => _reporter.RequestKeyFrame(track, encoding);

    void IUpstream.DemandEncodings(PublishedTrack track, int wanted, Instant now) => _reporter.Demand(track, wanted, now);

    private DropReason ReceiveRtp(Span<byte> bytes, Instant now)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
            return DropReason.NotRtp;

        if (_incoming.Extensions.TryFind(packet, RtpExtensionKind.TransportSequence, out var value) && value.Length >= 2)
            _reporter.Arrived(new SequenceNumber((ushort)((value[0] << 8) | value[1])), now);

        if (!_incoming.TryFind(packet.Ssrc, out var binding))
        {
            var reason = _incoming.TryBind(packet, out binding);
            if (reason != DropReason.None)
                return reason;
        }

        var section = binding.Section;
        if (binding.IsRepair)
            return ReceiveRepair(section, binding.Encoding, bytes, packet, now);

        var codec = section.CodecOf(packet.PayloadType);
        if (codec is null)
            return DropReason.UnknownPayloadType;

        var stream = StreamOf(section, binding.Encoding, codec, packet.Ssrc);
        if (codec.Name == CodecName.Red)
            return _red.Receive(stream, packet, now);

        return codec.Name == stream.Track.Setup.Codec.Name ? stream.Receive(packet, isRestored: false, now) : DropReason.UnknownPayloadType;
    }

    private static DropReason ReceiveRepair(ReceiveSection section, int encoding, Span<byte> bytes, in RtpPacket packet, Instant now)
    {
        var codec = section.RepairedBy(packet.PayloadType);
        if (codec is null || encoding >= section.Streams.Length || section.Streams[encoding] is not { } stream)
            return DropReason.UnknownSsrc;

        if (!Rtx.TryRestore(bytes, codec.PayloadType, stream.Ssrc, out var restored))
            return DropReason.PaddingOnly;

        return RtpPacket.TryParse(restored, out var original) ? stream.Receive(original, isRestored: true, now) : DropReason.NotRtp;
    }

    private IncomingStream StreamOf(ReceiveSection section, int encoding, CodecDescription codec, Ssrc ssrc)
    {
        if (section.Track is null)
        {
            section.Streams = new IncomingStream?[section.EncodingCount];
            section.Track = new PublishedTrack(TrackSetupOf(section, codec), _context.Pool, this, Room);
            _incoming.Published(section.Track);
            Room.Publish(section.Track);
        }

        var stream = section.Streams[encoding];
        if (stream is null || stream.Ssrc != ssrc)
        {
            if (stream is not null)
                End(stream.Ssrc);

            var nacks = codec.Feedback.HasFlag(RtcpFeedbackKinds.Nack) ? _context.Options.Nack : null;
            section.Streams[encoding] = stream = new IncomingStream(section.Track, encoding, ssrc, nacks);
        }

        return stream;
    }

    // A sender that numbers anew under another SSRC leaves the old one behind. Its replay window is kept for a while, or whoever
    // recorded its packets could send them again.
    private void End(Ssrc ssrc)
    {
        _incoming.Forget(ssrc);
        _ended.Enqueue(ssrc);
        if (_ended.Count > EndedRemembered)
            _transport.Forget(_ended.Dequeue());
    }

    private TrackSetup TrackSetupOf(ReceiveSection section, CodecDescription codec)
    {
        var carried = section.CarriedBy(codec);
        var isVideo = section.Media.Kind == MediaKind.Video;
        return new TrackSetup
        {
            Id = _context.NextTrackId(),
            Room = Setup.Room,
            Owner = Setup.Participant,
            Source = section.Source,
            Codec = carried,
            VideoCodec = ReceiveSection.VideoCodecOf(carried),
            Extensions = _incoming.Extensions,
            EncodingCount = section.EncodingCount,
            History = isVideo ? _context.Options.VideoHistory : _context.Options.AudioHistory,
        };
    }

    private void AddSections(PeerSetup setup)
    {
        foreach (var media in setup.Session.Media)
        {
            if (!media.IsAccepted || media.Kind is not (MediaKind.Audio or MediaKind.Video))
                continue;

            if (media.Direction.Receives())
                _incoming.Add(new ReceiveSection(media, SourceOf(media)));

            if (media.Direction.Sends() && media.LocalStream is { } local)
                AddOutgoing(media, local);
        }
    }

    private void AddOutgoing(NegotiatedMedia media, LocalStream local)
    {
        var random = _context.Random;
        var stream = new OutgoingStream(
            new OutgoingSetup
            {
                Mid = media.Mid,
                IsVideo = media.Kind == MediaKind.Video,
                Ssrc = local.Ssrc,
                RtxSsrc = local.RtxSsrc ?? default,
                Cname = local.Cname,
                Extensions = media.SendExtensions,
                Codecs = AcceptedCodecs(media),
                FirstSequence = new SequenceNumber((ushort)random.Next(1, 32_768)),
                RedPayloadType = media.Codec(CodecName.Red)?.PayloadType,
            },
            Sender,
            _context.Pool);
        if (Setup.Wishes.TryGetValue(media.Mid.Value, out var wish))
            stream.Wish = wish;

        _outgoing.Add(stream);
        if (stream.Setup is { IsVideo: true, HasRtx: true })
            Sender.Filler ??= stream;
    }

    private static List<AcceptedCodec> AcceptedCodecs(NegotiatedMedia media) =>
        [.. media.Codecs.Select(codec => new AcceptedCodec(codec, ReceiveSection.VideoCodecOf(codec), codec.PayloadType, codec.RtxPayloadType))];

    private TrackSource SourceOf(NegotiatedMedia media)
    {
        var isScreen = Setup.ScreenSections.Contains(media.Mid.Value);
        return media.Kind == MediaKind.Video
            ? (isScreen ? TrackSource.Screen : TrackSource.Camera)
            : (isScreen ? TrackSource.ScreenAudio : TrackSource.Microphone);
    }

    internal void EndTracks()
    {
        foreach (var section in _incoming.Sections)
        {
            if (section.Track is { } track)
                Room.Unpublish(track);
        }
    }

    private void FollowTransport(Instant now)
    {
        if (_transport.Route is { } route)
            Sender.Use(route);

        if (!Sender.IsReady && _transport.Sender is { } srtp)
        {
            Sender.Use(srtp, now);
            _context.Events.Raise(new MediaEvent.PeerConnected(Id, _transport.Dtls.Profile.ToString()!));
            Room.Connected(this);
        }

        if (_transport.Dtls.State == DtlsState.Failed)
            Close(CloseReason.HandshakeFailed);
        else if (_transport.Dtls.State == DtlsState.Closed)
            Close(CloseReason.ClosedByPeer);
        else if (_transport.Ice.State == IceState.Failed)
            Close(IsConnected ? CloseReason.ConsentLost : CloseReason.NeverConnected);
    }
}
