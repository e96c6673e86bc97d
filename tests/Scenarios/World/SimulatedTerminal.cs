using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Terminals;
using MediaServer.Tracks;
using Protocols;
using Protocols.Ice;
using Protocols.Rtcp;
using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;
using Protocols.Srtp;

namespace Scenarios.World;

/// <summary>
/// A room system or telephone: G.711 and H.264 over RTP in clear or with keys of SDES, two ports for each line, no ICE. It keeps what it
/// is sent, and the times at which that came.
/// </summary>
public sealed class SimulatedTerminal : IDisposable
{
    public const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    public const string OtherKey = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    private readonly SimulatedMeeting _meeting;
    private readonly TerminalLocal _local;
    private readonly TerminalOptions _options;
    private readonly TransportAddress _server;
    private SrtpSender? _sender;
    private readonly SrtpReceiver?[] _receivers = new SrtpReceiver?[2];
    private string _key = Key;
    private ushort _sound;
    private ushort _picture;

    internal SimulatedTerminal(SimulatedMeeting meeting, string name, int number, PeerId peer, RoomId room, TerminalOptions options)
    {
        _meeting = meeting;
        _options = options;
        Peer = peer;
        var port = 42_000 + (4 * number);
        _server = SimulatedShard.AddressOf(0);
        _local = new() { Host = "198.51.100.7", AudioPort = port, VideoPort = port + 2, SessionId = number, Random = new SeededBytes(number) };
        for (var i = 0; i < 4; i++)
            meeting.Shards[0].OpenTerminalPort(port + i);

        Address = options.Address;
        for (var i = 0; i < 4; i++)
        {
            var at = i;
            var (up, _) = meeting.Network.AddDevice(Address with { Port = (ushort)(options.FirstPort + i) }, new Ear(this, at));
            if (i == 2)
                PictureUplink = up;
        }

        Agreement = Agree(Offer());
        meeting.Shards[0].Handle(new ShardLetter.AddTerminal(new TerminalSetup
        {
            Id = peer,
            Room = room,
            Participant = new ParticipantId(name),
            Agreement = Agreement,
            Sound = options.Sound,
            Picture = options.Picture,
        }));
    }

    public PeerId Peer { get; }

    /// <summary>What its picture comes to us over; its reports have a line of their own.</summary>
    public SimulatedLink PictureUplink { get; } = null!;

    /// <summary>Where it really is, whatever its offer says.</summary>
    public TransportAddress Address { get; }

    public TerminalAgreement Agreement { get; private set; }

    public List<(Instant At, byte Type, ushort Sequence, uint Timestamp, bool Marker, int Bytes, bool IsSilence)> Sounds { get; } = [];

    public List<(Instant At, byte Type, ushort Sequence, uint Timestamp, bool Marker, byte[] Payload)> Pictures { get; } = [];

    /// <summary>The reports that came, and at which line.</summary>
    public List<(Instant At, int Line, byte[] Bytes)> Reports { get; } = [];

    public int Unreadable { get; private set; }

    public TransportAddress ServerPort(int line) => _server with { Port = (ushort)(line == 0 ? _local.AudioPort : _local.VideoPort) };

    public string Offer(string direction = "sendrecv")
    {
        var protocol = _options.IsEncrypted ? "RTP/SAVP" : "RTP/AVP";
        var crypto = _options.IsEncrypted ? $"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{_key}{(_options.Mki == 0 ? "" : $"|2^31|1:{_options.Mki}")}\r\n" : "";
        var announced = _options.Announced ?? Address.ToIPAddress().ToString();
        var feedback = string.Concat(_options.Feedback.Select(message => $"a=rtcp-fb:* {message}\r\n"));
        return $"v=0\r\no=- 1 1 IN IP4 {announced}\r\ns=-\r\nc=IN IP4 {announced}\r\nb=AS:1064\r\nt=0 0\r\n"
            + $"m=audio {_options.FirstPort} {protocol} 8 101\r\na=rtpmap:101 telephone-event/8000\r\n{crypto}a={direction}\r\n"
            + $"m=video {_options.FirstPort + 2} {protocol} 97\r\na=rtpmap:97 H264/90000\r\n"
            + $"a=fmtp:97 profile-level-id=42801f;packetization-mode={_options.Mode};max-fs=3600;max-mbps=108000\r\n{feedback}{crypto}a={direction}\r\n";
    }

    /// <summary>Sends a renewed offer and follows the answer.</summary>
    public void Renew(string direction = "sendrecv", string? key = null)
    {
        _key = key ?? _key;
        Agreement = Agree(Offer(direction));
        _meeting.Shards[0].Handle(new ShardLetter.RenewTerminal(Peer, Agreement));
    }

    public void SendSound(uint timestamp, TransportAddress? from = null, uint ssrc = 0x5000_0001, byte type = 8, byte[]? payload = null) =>
        SendRtp(0, type, _sound++, timestamp, false, payload ?? Enumerable.Repeat((byte)0x55, 160).ToArray(), ssrc, from);

    public void SendPicture(ReadOnlySpan<byte> payload, uint timestamp, bool marker) =>
        SendRtp(2, 97, _picture++, timestamp, marker, payload.ToArray(), 0x5000_0002, null);

    public void SendReport(int line, RtcpBody write, TransportAddress? from = null)
    {
        var buffer = new byte[1_500];
        var writer = new RtcpWriter(buffer);
        writer.TryAddReceiverReport(new Ssrc(0x5000_0001));
        writer.TryAddCname(new Ssrc(0x5000_0001), "terminal"u8);
        write(ref writer);
        var length = writer.Written;
        if (_sender is not null)
            length = NameKey(buffer, _sender.ProtectRtcp(buffer, length));

        var source = from ?? Address with { Port = (ushort)(_options.FirstPort + line + 1) };
        _meeting.Network.Up(source, _server with { Port = (ushort)((line == 0 ? _local.AudioPort : _local.VideoPort) + 1) }, buffer.AsSpan(0, length));
    }

    public void SendRtp(int line, byte type, ushort sequence, uint timestamp, bool marker, byte[] payload, uint ssrc, TransportAddress? from)
    {
        var buffer = new byte[1_500];
        var header = new RtpHeaderWriter(buffer);
        header.TryStart(marker, new PayloadType(type), new SequenceNumber(sequence), new RtpTimestamp(timestamp), new Ssrc(ssrc));
        header.TryFinish(out var headerLength);
        payload.CopyTo(buffer, headerLength);
        var length = headerLength + payload.Length;
        if (_sender is not null)
            length = NameKey(buffer, _sender.ProtectRtp(buffer, headerLength, length, 0));

        _meeting.Network.Up(from ?? Address with { Port = (ushort)(_options.FirstPort + line) }, ServerPort(line), buffer.AsSpan(0, length));
    }

    /// <summary>Speaks for so long in packets of 20 ms, beginning now.</summary>
    public void SpeakFor(double seconds, TransportAddress? from = null, uint ssrc = 0x5000_0001)
    {
        for (var i = 0; i < seconds * 50; i++)
        {
            var timestamp = (uint)(_sound + i) * 160;
            _meeting.Timeline.Schedule(_meeting.Now + TimeSpan.FromMilliseconds(20 * i), () => SendSound(timestamp, from, ssrc));
        }
    }

    public void HangUp() => _meeting.Shards[0].Handle(new ShardLetter.RemovePeer(Peer));

    public void Dispose()
    {
        _sender?.Dispose();
        foreach (var receiver in _receivers)
            receiver?.Dispose();
    }

    /// <summary>Puts the number of the master key before the tag (RFC 3711 §3.1).</summary>
    private int NameKey(Span<byte> buffer, int length)
    {
        const int tag = 10;
        if (_options.Mki == 0)
            return length;

        buffer[(length - tag)..length].CopyTo(buffer[(length - tag + _options.Mki)..]);
        buffer.Slice(length - tag, _options.Mki).Clear();
        buffer[length - tag + _options.Mki - 1] = 1;
        return length + _options.Mki;
    }

    private TerminalAgreement Agree(string offer)
    {
        if (!TerminalAnswer.TryAnswer(offer, _local, new(), Agreement, out var agreement, out var refusal))
            throw new InvalidOperationException(refusal.ToString());

        if (!agreement.Audio!.IsEncrypted)
            return agreement;

        // It has one key for both lines; the server makes one for each.
        _sender?.Dispose();
        _sender = new SrtpSender(SrtpProfile.AesCm128HmacSha1_80, KeysOf(Convert.FromBase64String(_key)));
        for (var line = 0; line < _receivers.Length; line++)
        {
            _receivers[line]?.Dispose();
            _receivers[line] = new SrtpReceiver(SrtpProfile.AesCm128HmacSha1_80, KeysOf(agreement.Lines[line].SendKey!.KeyAndSalt.ToArray()));
        }

        return agreement;
    }

    private static SrtpKeys KeysOf(byte[] bytes) => SrtpKeys.TryFromKeyAndSalt(SrtpProfile.AesCm128HmacSha1_80, bytes, out var keys)
        ? keys
        : throw new InvalidOperationException("The key has a wrong length.");

    private void Receive(int port, Span<byte> datagram, Instant now)
    {
        var isReport = port % 2 == 1;
        if (_receivers[port / 2] is { } receiver)
        {
            var reason = isReport ? receiver.UnprotectRtcp(datagram, out var length) : receiver.UnprotectRtp(datagram, out length);
            if (reason != DropReason.None)
            {
                Unreadable++;
                return;
            }

            datagram = datagram[..length];
        }

        if (isReport)
        {
            Reports.Add((now, port / 2, datagram.ToArray()));
            return;
        }

        if (!RtpPacket.TryParse(datagram, out var packet))
        {
            Unreadable++;
            return;
        }

        var (type, sequence, timestamp) = (packet.PayloadType.Value, packet.SequenceNumber.Value, packet.Timestamp.Value);
        if (port == 0)
            Sounds.Add((now, type, sequence, timestamp, packet.Marker, packet.Payload.Length, packet.Payload.IndexOfAnyExcept((byte)0xD5) < 0));
        else
            Pictures.Add((now, type, sequence, timestamp, packet.Marker, packet.Payload.ToArray()));
    }

    private sealed class Ear(SimulatedTerminal terminal, int port) : IDatagramReceiver
    {
        public void Receive(in IceRoute from, Span<byte> datagram, Instant now) => terminal.Receive(port, datagram, now);
    }
}

public delegate void RtcpBody(ref RtcpWriter writer);

/// <summary>What a terminal is, and what it is given at first.</summary>
public sealed record TerminalOptions
{
    public TransportAddress Address { get; init; } = TransportAddress.FromIPv4(0xC000_0200 + 77, 0);

    public int FirstPort { get; init; } = 5_000;

    /// <summary>What it says its address is; null: the truth.</summary>
    public string? Announced { get; init; }

    public bool IsEncrypted { get; init; }

    /// <summary>Bytes of its packets that name the key (RFC 4568 §6.1).</summary>
    public int Mki { get; init; }

    public int Mode { get; init; } = 1;

    public IReadOnlyList<string> Feedback { get; init; } = ["nack pli", "ccm fir", "ccm tmmbr"];

    public StreamWish Sound { get; init; } = new(new SourceChoice.Nothing());

    public StreamWish Picture { get; init; } = new(new SourceChoice.Nothing());
}
