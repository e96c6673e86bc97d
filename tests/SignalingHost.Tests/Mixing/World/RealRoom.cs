using System.Net;
using System.Net.Sockets;
using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Tracks;
using Microsoft.Extensions.Logging.Abstractions;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols.Sdp.Terminals;
using SignalingHost.Mixing;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>Shards and mixer on their threads, and telephones behind real sockets.</summary>
internal sealed class RealRoom : IMediaEvents, IDisposable
{
    public static readonly RoomId Id = new("room");

    private readonly List<(TerminalCall Call, Socket Socket)> _calls = [];

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
    }

    public MediaNode Node { get; }

    public RoomSounds Sounds { get; }

    /// <summary>Calls by PCMA and is in the mix.</summary>
    public (Socket Socket, IPEndPoint Server) Call(string name)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var offer = $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)socket.LocalEndPoint!).Port} RTP/AVP 8\r\n";
        var who = new ParticipantId(name);
        var sound = Sounds.Join(Id, who, AudioCodec.Pcma);
        Assert.That(Node.Terminals.TryAnswer(offer, new TerminalPlace(Id, who) { Sound = sound }, new TerminalPolicy(), out var call, out var refusal), Is.True, refusal.ToString());
        _calls.Add((call!, socket));
        return (socket, new IPEndPoint(IPAddress.Loopback, call!.Agreement!.Audio!.LocalPort));
    }

    void IMediaEvents.Raise(MediaEvent what)
    {
        // What is told of the shards shows in what is heard.
    }

    public void Dispose()
    {
        foreach (var (call, socket) in _calls)
        {
            call.Close();
            socket.Dispose();
        }

        Sounds.Dispose();
        Node.Dispose();
    }
}
