using MediaServer.Shards;
using MediaServer.Terminals;
using MediaServer.Tracks;
using Mixer.Audio.Codecs;
using Protocols;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;
using SignalingHost.Mixing;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>A telephone in plain RTP on the shard: its packets go in at its port, and what the shard sends it, it decodes.</summary>
internal sealed class SimulatedTelephone : IDisposable
{
    private readonly SimulatedRoom _room;
    private readonly Random _weather;
    private readonly TransportAddress _address;
    private readonly byte _payloadType;
    private readonly uint _ssrc;

    public SimulatedTelephone(SimulatedRoom room, string name, int number, AudioCodec codec, Func<double, double> says)
    {
        _room = room;
        _weather = new Random(number);
        _ssrc = 0x5000_0000u + (uint)number;
        _payloadType = SoundCodecs.Describe(codec).PayloadType.Value;
        _address = TransportAddress.FromIPv4(0xC000_0200 + (uint)number, 5_000);
        Who = new ParticipantId(name);
        Peer = new PeerId(1_000 + number);
        Speech = new Speech(codec, says);
        var local = new TerminalLocal { Host = "198.51.100.7", AudioPort = 42_000 + (4 * number), VideoPort = 42_002 + (4 * number), SessionId = number, Random = room.Random };
        Port = local.AudioPort;
        var map = codec == AudioCodec.Opus ? $"a=rtpmap:{_payloadType} opus/48000/2\r\n" : "";
        var host = _address.ToIPAddress();
        var offer = $"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\nm=audio {_address.Port} RTP/AVP {_payloadType}\r\n{map}";
        Assert.That(TerminalAnswer.TryAnswer(offer, local, new(), null, out var agreement, out var refusal), Is.True, refusal.ToString());
        room.Post(new ShardLetter.AddTerminal(new TerminalSetup
        {
            Id = Peer,
            Room = SimulatedRoom.Id,
            Participant = Who,
            Agreement = agreement!,
            Sound = new(new MediaServer.Subscriptions.SourceChoice.Of(RoomMix.MixerFor(Who), TrackSource.Microphone)),
        }));
        room.Mix.Handle(new SoundLetter.Join(SimulatedRoom.Id, Who, codec), room.Now);
    }

    public ParticipantId Who { get; }

    public PeerId Peer { get; }

    public int Port { get; }

    public Speech Speech { get; }

    public double Loss { get; set; }

    public bool IsSpeaking { get; set; } = true;

    public double Heard(double frequency) => Speech.Heard(frequency);

    public void Speak()
    {
        var packet = Speech.Next(_payloadType, _ssrc).ToArray();
        if (IsSpeaking && _weather.NextDouble() >= Loss)
            _room.Arrive(Port, _address, packet);
    }

    public void Hear(ReadOnlySpan<byte> datagram)
    {
        if (RtpPacket.TryParse(datagram, out var packet) && packet.PayloadType.Value == _payloadType)
            Speech.Hear(packet.Payload);
    }

    public void HangUp()
    {
        IsSpeaking = false;
        _room.Post(new ShardLetter.RemovePeer(Peer));
        _room.Mix.Handle(new SoundLetter.Leave(SimulatedRoom.Id, Who), _room.Now);
    }

    public void Dispose() => Speech.Dispose();
}
