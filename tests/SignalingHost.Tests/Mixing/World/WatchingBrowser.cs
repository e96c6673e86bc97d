using System.Net;
using System.Net.Sockets;
using Client;
using MediaServer.Edge;
using MediaServer.Tracks;
using Protocols;
using Protocols.Codecs;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;
using SignalingHost.Whip;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>Plays one participant by WHEP over a real socket and decodes what it is sent, in the codecs that it offered.</summary>
internal sealed class WatchingBrowser : IIceOutput, IClientEvents, IDisposable
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Create(DateTime.UtcNow - DateTime.UnixEpoch);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
    private readonly byte[] _datagram = new byte[2_000];
    private readonly MediaSessions _sessions;
    private readonly MediaSession _session;
    private readonly NativeClient _client;

    public WatchingBrowser(MediaSessions sessions, RoomId room, string whom, Instant now, params IReadOnlyList<CodecChoice> decodes)
    {
        _sessions = sessions;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _client = new NativeClient(
            new ClientOptions
            {
                Sections = [ClientSection.Receive(decodes)],
                LocalAddress = (IPEndPoint)_socket.LocalEndPoint!,
                UnixTimeAtZero = DateTime.UtcNow - DateTime.UnixEpoch,
            },
            Identity, SystemRandom.Instance, this, this);
        var outcome = sessions.Play(room.Value, whom, height: null, MixedMedia.None, _client.MakeOffer());
        Assert.That(outcome.Session, Is.Not.Null, outcome.Text);
        _session = outcome.Session!;
        Assert.That(_client.TryApplyAnswer(outcome.Text, now, out var error), Is.True, error);
    }

    public SimulatedScreen Screen { get; private set; } = new(VideoCodec.Vp8);

    /// <summary>Of what came last.</summary>
    public CodecName Codec { get; private set; }

    public void Watch(Instant now)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            var length = _socket.ReceiveFrom(_datagram, ref from);
            var sender = (IPEndPoint)from;
            _client.Receive(IceRoute.Udp(TransportAddress.From(sender.Address, sender.Port)), _datagram.AsSpan(0, length), now);
        }

        if (Screen.WantsKeyFrame)
            _client.RequestKeyFrame(_client.Streams[0]);
        Screen.WantsKeyFrame = false;
        if (_client.NextDeadline <= now)
            _client.Advance(now);
    }

    public void AskForKeyFrame() => Screen.WantsKeyFrame = true;

    public void Dispose()
    {
        _sessions.End(_session);
        _client.Dispose();
        _socket.Dispose();
        Screen.Dispose();
    }

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram)
    {
        if (route.Remote.IsIPv4)
            _socket.SendTo(datagram, new IPEndPoint(route.Remote.ToIPAddress(), route.Remote.Port));
    }

    void IClientEvents.AskedForKeyFrame(OutgoingTrack track)
    {
        // It sends nothing.
    }

    void IClientEvents.Received(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        if (packet.Payload.IsEmpty)
            return;

        if (Codec != stream.Codec.Name)
        {
            Codec = stream.Codec.Name;
            Screen.Dispose();
            Screen = new SimulatedScreen(Codec == CodecName.H264 ? VideoCodec.H264 : VideoCodec.Vp8);
        }

        Screen.Receive(packet, now);
    }
}
