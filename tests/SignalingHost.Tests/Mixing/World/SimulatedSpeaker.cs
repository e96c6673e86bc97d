using MediaServer.Shards;
using MediaServer.Terminals;
using MediaServer.Tracks;
using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;
using Mixer.Video.Drawing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>A terminal on the shard that beeps and flashes at the same moments, and whose two streams take different times to get here.</summary>
internal sealed class SimulatedSpeaker : IDisposable
{
    private const double Every = 0.7;
    private const double Lasts = 0.25;
    private const byte Pcma = 8;
    private const byte H264 = 97;

    private static readonly Rgb Dark = new(40, 40, 40);
    private static readonly Rgb Light = new(220, 220, 220);
    private static readonly TimeSpan Packet = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Report = TimeSpan.FromMilliseconds(500);

    // His clock is not ours.
    private static readonly NtpTime Noon = NtpTime.FromUnix(new DateTime(2026, 11, 21, 3, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch);

    private readonly SimulatedRoom _room;
    private readonly Speech _speech = new(AudioCodec.Pcma, t => IsOn(t) ? Tone.Of(1_000)(t) : 0);
    private readonly SimulatedCamera _camera = new(Dark, VideoProfile.H264Baseline, H264);
    private readonly PriorityQueue<(int Port, byte[] Bytes), (long Due, long Number)> _underWay = new();
    private readonly TransportAddress _address = TransportAddress.FromIPv4(0xC000_0301, 5_000);
    private readonly TransportAddress _cameraAddress = TransportAddress.FromIPv4(0xC000_0301, 5_002);
    private readonly Instant _begun;
    private int _spoken;
    private int _filmed;
    private int _reported;
    private long _sent;

    public SimulatedSpeaker(SimulatedRoom room, string name)
    {
        (_room, _begun) = (room, room.Now);
        var local = new TerminalLocal { Host = "198.51.100.7", AudioPort = 43_000, VideoPort = 43_002, SessionId = 9, Random = room.Random };
        (SoundPort, PicturePort) = (local.AudioPort, local.VideoPort);
        var offer = $"v=0\r\no=- 1 1 IN IP4 {_address.ToIPAddress()}\r\ns=-\r\nc=IN IP4 {_address.ToIPAddress()}\r\nt=0 0\r\nm=audio {_address.Port} RTP/AVP {Pcma}\r\na=rtcp-mux\r\n"
            + $"m=video {_cameraAddress.Port} RTP/AVPF {H264}\r\na=rtpmap:{H264} H264/90000\r\na=fmtp:{H264} profile-level-id=42e01f;packetization-mode=0\r\na=rtcp-fb:* nack pli\r\na=rtcp-mux\r\n";
        Assert.That(TerminalAnswer.TryAnswer(offer, local, new(), null, out var agreement, out var refusal), Is.True, refusal.ToString());
        room.Post(new ShardLetter.AddTerminal(new TerminalSetup { Id = Peer, Room = SimulatedRoom.Id, Participant = new ParticipantId(name), Agreement = agreement! }));
    }

    public static PeerId Peer { get; } = new(1_900);

    public int SoundPort { get; }

    public int PicturePort { get; }

    public TimeSpan SoundLate { get; init; }

    public TimeSpan PictureLate { get; init; }

    /// <summary>It says with sender reports which moments belong together.</summary>
    public bool Reports { get; init; } = true;

    public void Advance(Instant now)
    {
        var time = now - _begun;
        while ((_spoken + 1) * Packet <= time)
        {
            _spoken++;
            Send(SoundPort, _speech.Next(Pcma, 0x5000_0101).ToArray(), now + SoundLate);
        }

        while (_filmed / 30.0 <= time.TotalSeconds)
        {
            _camera.Look(IsOn(_filmed / 30.0) ? Light : Dark);
            _filmed++;
            foreach (var packet in _camera.Next())
                Send(PicturePort, packet, now + PictureLate);
        }

        while (Reports && _reported * Report <= time)
        {
            _reported++;
            Send(SoundPort, ReportOf(0x5000_0101, time, 8_000), now + SoundLate);
            Send(PicturePort, ReportOf(0x5000_0002, time, 90_000), now + PictureLate);
        }

        while (_underWay.TryPeek(out var arriving, out var at) && at.Due <= now.Ticks)
        {
            _underWay.Dequeue();
            _room.Arrive(arriving.Port, arriving.Port == SoundPort ? _address : _cameraAddress, arriving.Bytes);
        }
    }

    public void Heed(ReadOnlySpan<byte> datagram)
    {
        if (datagram[1] is < 192 or > 223 || !RtcpCompound.TryParse(datagram, out var compound))
            return;

        foreach (var packet in compound)
        {
            if (Pli.TryParse(packet, out _))
                _camera.RequestKeyFrame();
        }
    }

    public void HangUp() => _room.Post(new ShardLetter.RemovePeer(Peer));

    public void Dispose()
    {
        _speech.Dispose();
        _camera.Dispose();
    }

    private static bool IsOn(double t) => t > Every && t % Every < Lasts;

    private static byte[] ReportOf(uint ssrc, TimeSpan time, int clockRate)
    {
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer);
        writer.TryAddSenderReport(new Ssrc(ssrc), Noon + time, new RtpTimestamp((uint)(time.TotalSeconds * clockRate)), 1, 1, []);
        return writer.Bytes.ToArray();
    }

    private void Send(int port, byte[] bytes, Instant due) => _underWay.Enqueue((port, bytes), (due.Ticks, _sent++));
}
