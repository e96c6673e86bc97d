using Client;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;
using Scenarios.Media;

namespace Scenarios.World;

/// <summary>A person with a browser: a native client on a simulated line, with a camera, a microphone and eyes on what comes back.</summary>
public sealed class SimulatedParticipant : IDatagramReceiver, ISleeper, IIceOutput, IClientEvents, IDisposable
{
    private readonly Timeline _timeline;
    private readonly SimulatedNetwork _network;
    private readonly FrameLedger _ledger;
    private readonly Dictionary<Ssrc, PictureWatch> _pictures = [];
    private readonly Dictionary<Ssrc, SoundWatch> _sounds = [];
    private readonly int _seed;
    private TransportAddress _address;

    internal SimulatedParticipant(
        string name, int number, ParticipantOptions options, Timeline timeline, SimulatedNetwork network, FrameLedger ledger, DtlsIdentity identity, int seed)
    {
        Name = name;
        Options = options;
        _timeline = timeline;
        _network = network;
        _ledger = ledger;
        _seed = seed;
        _address = TransportAddress.FromIPv4(0x0A010000 + (uint)number, 5_000);
        Pictures = [.. options.Pictures.Select(_ => new PictureWatch(ledger))];
        Sounds = [.. options.Sounds.Select(_ => new SoundWatch(ledger))];
        Client = new NativeClient(
            new ClientOptions
            {
                Sections = SectionsOf(options),
                Extensions = options.Extensions,
                UnixTimeAtZero = SimulatedMeeting.UnixTimeAtZero + options.ClockError,
                AsksForLostPackets = options.AsksForLostPackets,
            },
            identity,
            new SeededBytes(seed),
            this,
            this);
        (Uplink, Downlink) = network.AddDevice(_address, this);
    }

    public string Name { get; }

    public ParticipantOptions Options { get; }

    public NativeClient Client { get; }

    public PeerId Peer { get; internal set; }

    public SimulatedLink Uplink { get; }

    public SimulatedLink Downlink { get; }

    public Camera? Camera { get; private set; }

    public Microphone? Microphone { get; private set; }

    public IReadOnlyList<PictureWatch> Pictures { get; }

    public IReadOnlyList<SoundWatch> Sounds { get; }

    public PictureWatch Picture => Pictures[0];

    public SoundWatch Sound => Sounds[0];

    /// <summary>The sections' names of the streams that come, pictures by their number.</summary>
    public IReadOnlyList<Mid> PictureMids { get; private set; } = [];

    public IReadOnlyList<Mid> SoundMids { get; private set; } = [];

    public bool IsConnected => Client.State == ClientState.Connected;

    public Instant NextDeadline => Client.NextDeadline;

    Instant ISleeper.AwakeAt { get; set; } = Instant.Never;

    internal void Meet(MediaServer.Peers.PeerSetup setup)
    {
        var streams = setup.Session.Media.Where(media => media.LocalStream is not null).ToList();
        var pictures = streams.Where(media => media.Kind == MediaKind.Video).ToList();
        var sounds = streams.Where(media => media.Kind == MediaKind.Audio).ToList();
        PictureMids = [.. pictures.Select(media => media.Mid)];
        SoundMids = [.. sounds.Select(media => media.Mid)];
        for (var i = 0; i < pictures.Count; i++)
            _pictures.Add(pictures[i].LocalStream!.Ssrc, Pictures[i]);

        for (var i = 0; i < sounds.Count; i++)
            _sounds.Add(sounds[i].LocalStream!.Ssrc, Sounds[i]);
    }

    internal void Answered(string answer)
    {
        if (!Client.TryApplyAnswer(answer, _timeline.Now, out var error))
            throw new InvalidOperationException($"{Name} cannot use the answer: {error}.\n{answer}");

        var cameras = Client.Tracks.Where(track => track.Kind == MediaKind.Video).ToList();
        if (Options.Camera is { } camera)
            Camera = new Camera(camera, cameras, _timeline, _ledger, _seed + 1);

        if (Client.Tracks.FirstOrDefault(track => track.Kind == MediaKind.Audio) is { } sound)
            Microphone = new Microphone(sound, _timeline, _ledger, _seed + 2);

        _timeline.Watch(this);
    }

    public void StartMedia()
    {
        Camera?.Start();
        Microphone?.Start();
    }

    public void StopMedia()
    {
        Camera?.Stop();
        Microphone?.Stop();
    }

    /// <summary>Says goodbye and goes.</summary>
    public void Leave()
    {
        StopMedia();
        Client.Close(_timeline.Now);
    }

    /// <summary>From wireless to cellular: another address, and until ICE has found it nothing gets through.</summary>
    public void MoveTo(in TransportAddress address)
    {
        _network.Move(_address, address);
        _address = address;
    }

    public TransportAddress Address => _address;

    public void Receive(in IceRoute from, Span<byte> datagram, Instant now)
    {
        Client.Receive(from, datagram, now);
        _timeline.Watch(this);
    }

    public void Advance(Instant now) => Client.Advance(now);

    public void Dispose() => Client.Dispose();

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram) => _network.Up(_address, route.Remote, datagram);

    void IClientEvents.AskedForKeyFrame(OutgoingTrack track) => Camera?.TryAskForKeyFrame(track);

    void IClientEvents.Received(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        if (_pictures.TryGetValue(stream.Ssrc, out var picture))
            picture.Receive(stream, packet, now);
        else if (_sounds.TryGetValue(stream.Ssrc, out var sound))
            sound.Receive(stream, packet, packet.PayloadType == CodecChoice.Red.PreferredPayloadType ? CodecName.Red : CodecName.Opus, now);
    }

    private static List<ClientSection> SectionsOf(ParticipantOptions options)
    {
        var sections = new List<ClientSection>();
        CodecChoice[] sound = options.KnowsRed
            ? [CodecChoice.Opus, CodecChoice.Red with { Format = FormatParameters.Of("111/111") }]
            : [CodecChoice.Opus];
        if (options.HasMicrophone)
            sections.Add(ClientSection.Send(sound));

        if (options.Camera is { } camera)
        {
            string[] rids = camera.Encodings.Count > 1 ? [.. camera.Encodings.Select(encoding => encoding.Rid)] : [];
            sections.Add(ClientSection.SendSimulcast(camera.Codec, rids));
        }

        sections.AddRange(options.Sounds.Select(_ => ClientSection.Receive(sound)));
        sections.AddRange(options.Pictures.Select(_ => ClientSection.Receive(options.Decodes)));
        return sections;
    }
}
