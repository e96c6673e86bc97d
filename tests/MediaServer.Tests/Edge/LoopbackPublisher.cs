using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Client;
using MediaServer.Edge;
using MediaServer.Peers;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Tests.Edge;

/// <summary>A native client on a real socket that speaks for as long as it is run. Over TCP every datagram is a frame (RFC 4571).</summary>
internal sealed class LoopbackPublisher : IIceOutput, IClientEvents, IRandomBytes, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(2);
    private static readonly DtlsIdentity Identity = DtlsIdentity.Create(DateTime.UtcNow - DateTime.UnixEpoch);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Socket _socket;
    private readonly NativeClient _client;
    private readonly IceRoute _route;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _frame = new byte[2_050];
    private readonly byte[] _sound = new byte[80];
    private int _filled;

    public LoopbackPublisher(MediaNode node, IceTransport transport)
    {
        _client = new NativeClient(
            new ClientOptions { Sections = [ClientSection.Send(CodecChoice.Opus)], ReportInterval = TimeSpan.FromMilliseconds(200) },
            Identity,
            this,
            this,
            this);
        _sound[0] = 0xF8;
        var place = node.TakePlace(new RoomId("loopback"));
        if (!SessionDescription.TryParse(_client.MakeOffer(), out var offer, out var error))
            throw new InvalidOperationException(error);

        var local = new WebRtcLocal
        {
            SessionId = 1,
            Ice = IceCredentials.Create(this),
            Candidates = [.. node.CandidatesOf(place.Shard).Where(candidate => candidate.Transport == transport)],
            Fingerprints = [node.Fingerprint],
        };
        if (!WebRtcAnswer.TryAnswer(offer, local, new AnswerPolicy(), out var answer, out var session, out error))
            throw new InvalidOperationException(error);

        node.TryAdd(new PeerSetup
        {
            Id = place.Peer,
            Room = place.Room,
            Participant = new ParticipantId("alice"),
            LocalIce = local.Ice,
            Session = session,
            Role = session.DtlsRole,
        });
        local.Candidates[0].TryGetAddress(out var address);
        var end = new IPEndPoint(address.ToIPAddress(), address.Port);
        var isTcp = transport == IceTransport.Tcp;
        _socket = new Socket(AddressFamily.InterNetwork, isTcp ? SocketType.Stream : SocketType.Dgram, isTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        _socket.Connect(end);
        if (!_client.TryApplyAnswer(answer.ToString(), Now, out error))
            throw new InvalidOperationException(error);

        _route = isTcp ? IceRoute.Tcp(address, 1) : IceRoute.Udp(address);
        if (isTcp)
            _client.AddRoute(_route, local.Candidates[0].Priority, Now);
    }

    public bool IsConnected => _client.State == ClientState.Connected;

    public int Sent { get; private set; }

    public int ReportsHeard => _client.Feedback.SenderReports + _client.Feedback.ReceiverReports;

    /// <summary>Packets that the server says it knows of.</summary>
    public long LastReported => _client.Tracks.Count == 0 || _client.Tracks[0].Packets == 0 ? 0 : _client.Feedback.TransportPacketsReported;

    private Instant Now => new(_clock.Elapsed.Ticks);

    /// <summary>Works until it is so; false when it took too long.</summary>
    public bool RunUntil(Func<bool> condition)
    {
        var end = Now + Patience;
        while (!condition())
        {
            if (Now > end)
                return false;

            if (_socket.Poll(Wait, SelectMode.SelectRead))
                Receive();

            if (_client.NextDeadline <= Now)
                _client.Advance(Now);

            if (IsConnected && _client.Tracks[0].Send(new OutgoingPacket(_sound, new RtpTimestamp((uint)(Sent * 960))), Now))
                Sent++;
        }

        return true;
    }

    public void Leave() => _client.Close(Now);

    public void Dispose()
    {
        _client.Dispose();
        _socket.Dispose();
    }

    void IRandomBytes.Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram)
    {
        if (_route.Transport == IceTransport.Udp)
        {
            _socket.Send(datagram);
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_frame, (ushort)datagram.Length);
        datagram.CopyTo(_frame.AsSpan(2));
        _socket.Send(_frame.AsSpan(0, 2 + datagram.Length));
    }

    void IClientEvents.AskedForKeyFrame(OutgoingTrack track)
    {
    }

    void IClientEvents.Received(Client.IncomingStream stream, in RtpPacket packet, Instant now)
    {
    }

    private void Receive()
    {
        if (_route.Transport == IceTransport.Udp)
        {
            var length = _socket.Receive(_buffer);
            _client.Receive(_route, _buffer.AsSpan(0, length), Now);
            return;
        }

        _filled += _socket.Receive(_buffer.AsSpan(_filled));
        var at = 0;
        while (_filled - at >= 2 && _filled - at - 2 >= BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(at)))
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(at));
            _client.Receive(_route, _buffer.AsSpan(at + 2, length), Now);
            at += 2 + length;
        }

        _buffer.AsSpan(at, _filled - at).CopyTo(_buffer);
        _filled -= at;
    }
}
