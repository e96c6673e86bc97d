using System.Net;
using System.Net.Sockets;
using MediaServer.Edge;
using Mixer.Video.Drawing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>A terminal behind real sockets, with a camera that looks at one colour and a screen.</summary>
internal sealed class FilmedTerminal(string name, Rgb colour) : IDisposable
{
    private const byte H264 = 97;
    private const int InstantSlice = 5;

    private readonly Socket _socket = Open();
    private readonly byte[] _datagram = new byte[2_000];
    private TerminalCall? _call;
    private IPEndPoint? _server;
    private string _offer = "";
    private Ssrc _ssrc;

    public string Name => name;

    public Rgb Colour => colour;

    public SimulatedCamera Camera { get; } = new(colour, VideoProfile.H264Baseline, H264);

    public SimulatedScreen Screen { get; } = new();

    public string Offer(int kilobits) => _offer =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        + $"m=video {((IPEndPoint)_socket.LocalEndPoint!).Port} RTP/AVPF {H264}\r\nb=TIAS:{kilobits * 1_000}\r\n"
        + $"a=rtpmap:{H264} H264/90000\r\na=fmtp:{H264} profile-level-id=42e01f;packetization-mode=0\r\na=rtcp-fb:* nack pli\r\na=rtcp-mux\r\n";

    public void Connect(TerminalCall call) => (_call, _server) = (call, new IPEndPoint(IPAddress.Loopback, call.Agreement!.Video!.LocalPort));

    /// <summary>Wants to be sent nothing, or again what there is. It films on.</summary>
    public void Hold(bool on) => Assert.That(_call!.TryRenew(on ? _offer + "a=sendonly\r\n" : _offer, out var refusal), Is.True, refusal.ToString());

    /// <summary>It sends key frames alone, whose slices are no H.264 any more, though they come in good packets.</summary>
    public bool IsNonsense { get; set; }

    /// <summary>Which wall clock belongs to which media time on what it is sent.</summary>
    public (NtpTime Wall, RtpTimestamp Media)? Clock { get; private set; }

    public void Film()
    {
        if (IsNonsense)
            Camera.RequestKeyFrame();
        foreach (var packet in Camera.Next())
        {
            for (var i = 14; IsNonsense && (packet[12] & 0x1F) == InstantSlice && i < packet.Length; i++)
                packet[i] = (byte)(packet[i] * 7 + i);
            _socket.SendTo(packet, _server!);
        }
    }


    public void Watch(Instant now)
    {
        while (_socket.Poll(TimeSpan.FromMilliseconds(2), SelectMode.SelectRead))
        {
            var length = _socket.Receive(_datagram);
            if (_datagram[1] is >= 192 and <= 223)
                Heed(_datagram.AsSpan(0, length));
            else if (RtpPacket.TryParse(_datagram.AsSpan(0, length), out var packet) && packet.PayloadType.Value == H264)
                Show(packet, now);
        }

        if (Screen.WantsKeyFrame)
            AskForKeyFrame();
        Screen.WantsKeyFrame = false;
    }

    public void AskForKeyFrame()
    {
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer);
        writer.TryAddReceiverReport(new Ssrc(0x5000_0002), []);
        writer.TryAddPli(new Ssrc(0x5000_0002), _ssrc);
        _socket.SendTo(writer.Bytes, _server!);
    }

    public void Dispose()
    {
        _call?.Close();
        _call = null;
        _socket.Dispose();
        Camera.Dispose();
        Screen.Dispose();
    }

    private void Show(in RtpPacket packet, Instant now)
    {
        _ssrc = packet.Ssrc;
        Screen.Receive(packet, now);
    }

    private void Heed(ReadOnlySpan<byte> rtcp)
    {
        if (!RtcpCompound.TryParse(rtcp, out var compound))
            return;

        foreach (var packet in compound)
        {
            if (Pli.TryParse(packet, out _))
                Camera.RequestKeyFrame();
            else if (SenderReport.TryParse(packet, out var report))
                Clock = (report.NtpTime, report.RtpTimestamp);
        }
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
