using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Tracks;
using Microsoft.Extensions.Logging.Abstractions;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Mixer.Native;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Protocols;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;
using SignalingHost.Mixing;
using SignalingHost.Tests.Hosting;
using SignalingHost.Whip;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>Shards and mixer on their threads, and telephones behind real sockets.</summary>
internal sealed class RealRoom : IMediaEvents, IDisposable
{
    public static readonly RoomId Id = new("room");

    private readonly List<(TerminalCall Call, Socket Socket)> _calls = [];
    private readonly List<FilmedTerminal> _filmed = [];
    private readonly List<WatchingBrowser> _watching = [];
    private readonly MediaSessions _sessions;
    private SharedScreen? _shared;

    public RealRoom(int shards = 1, int peersPerShard = 1_000, int threads = 1)
    {
        const int rtpPorts = 1_500;
        var first = TestPorts.Free(shards);
        var rtp = TestPorts.Free(rtpPorts);
        Node = new MediaNode(
            new MediaNodeOptions
            {
                Shards = shards,
                FirstPort = first,
                ListenAddress = IPAddress.Loopback,
                FirstRtpPort = rtp,
                LastRtpPort = rtp + rtpPorts - 1,
                PeersPerShardAndRoom = peersPerShard,
            },
            this);
        Node.Start();
        Sounds = new RoomSounds(Node, threads, new SoundMixOptions(), NullLogger<RoomSounds>.Instance);
        Sounds.Start();
        Pictures = new RoomPictures(Node, _ => Meeting.Running, threads, OpenLettering, new PictureMixOptions(), NullLogger<RoomPictures>.Instance);
        Pictures.Start();
        _sessions = new MediaSessions(Node, Sounds, Pictures);
    }

    public MediaNode Node { get; }

    public RoomSounds Sounds { get; }

    public RoomPictures Pictures { get; }

    /// <summary>What the mixer is told of the meeting.</summary>
    public ToldMeeting Meeting { get; } = new();

    /// <summary>Calls by PCMA and is in the mix.</summary>
    public (Socket Socket, IPEndPoint Server) Call(string name, bool withReports = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var offer = $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)socket.LocalEndPoint!).Port} RTP/AVP 8\r\n{(withReports ? "a=rtcp-mux\r\n" : "")}";
        var who = new ParticipantId(name);
        var sound = Sounds.Join(Id, who, AudioCodec.Pcma);
        Assert.That(Node.Terminals.TryAnswer(offer, new TerminalPlace(Id, who) { Sound = sound }, new TerminalPolicy(), out var call, out var refusal), Is.True, refusal.ToString());
        _calls.Add((call!, socket));
        return (socket, new IPEndPoint(IPAddress.Loopback, call!.Agreement!.Audio!.LocalPort));
    }

    /// <summary>Calls with a picture of one colour, in packets of mode 0, and watches the composed one.</summary>
    public FilmedTerminal Film(string name, Rgb colour, int kilobits = 512)
    {
        var terminal = new FilmedTerminal(name, colour);
        var who = new ParticipantId(name);
        Meeting.Enter(name);
        var place = new TerminalPlace(Id, who) { Picture = new(new MediaServer.Subscriptions.SourceChoice.Of(RoomPicture.MixerFor(who), TrackSource.Camera)) };
        Assert.That(Node.Terminals.TryAnswer(terminal.Offer(kilobits), place, new TerminalPolicy(), out var call, out var refusal), Is.True, refusal.ToString());
        var agreed = call!.Agreement!.Video!;
        call.Show(picture: Pictures.Join(Id, who, new PictureTerms(agreed.Picture!.Value, agreed.SendLimit)));
        terminal.Connect(call);
        _filmed.Add(terminal);
        return terminal;
    }

    /// <summary>He shares a screen of one colour until it is disposed of.</summary>
    public SharedScreen Share(string name, Rgb colour)
    {
        Meeting.SharesContent = true;
        return _shared = new SharedScreen(Node, Id, new ParticipantId(name), colour, () =>
        {
            _shared = null;
            Meeting.SharesContent = false;
        });
    }

    /// <summary>Watches one participant as he is, in what it decodes.</summary>
    public WatchingBrowser Watch(string whom, params IReadOnlyList<CodecChoice> decodes)
    {
        var browser = new WatchingBrowser(_sessions, Id, whom, Now, decodes);
        _watching.Add(browser);
        return browser;
    }

    public void Leave(WatchingBrowser browser)
    {
        browser.Dispose();
        _watching.Remove(browser);
    }

    public void HangUp(FilmedTerminal terminal)
    {
        Pictures.Leave(Id, new ParticipantId(terminal.Name));
        terminal.Dispose();
        _filmed.Remove(terminal);
        Meeting.Leave(terminal.Name);
    }

    /// <summary>Everybody films and watches until it is so; thirty pictures a second, as the clock goes.</summary>
    public void Until(Func<bool> isSo, string what, double seconds = 30)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var turn = 1; !isSo(); turn++)
        {
            foreach (var terminal in _filmed)
                terminal.Film();
            _shared?.Film();
            do
            {
                foreach (var terminal in _filmed)
                    terminal.Watch(Now);
                foreach (var browser in _watching)
                    browser.Watch(Now);
            }
            while (Stopwatch.GetElapsedTime(begun).TotalSeconds < turn / 30.0);
            Assert.That(Stopwatch.GetElapsedTime(begun).TotalSeconds, Is.LessThan(seconds), what);
        }
    }

    void IMediaEvents.Raise(MediaEvent what)
    {
        if (what is MediaEvent.TwinWanted(var room, var track, _, _))
            Pictures.TryTwin(room, track);
    }

    public void Dispose()
    {
        foreach (var (call, socket) in _calls)
        {
            call.Close();
            socket.Dispose();
        }

        foreach (var terminal in _filmed)
            terminal.Dispose();
        foreach (var browser in _watching)
            browser.Dispose();

        _shared?.Dispose();
        Pictures.Dispose();
        Sounds.Dispose();
        Node.Dispose();
    }

    private static Instant Now => new(Stopwatch.GetElapsedTime(0).Ticks);

    private static Lettering OpenLettering()
    {
        Assert.That(Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem), Is.True, problem);
        return lettering!;
    }
}
