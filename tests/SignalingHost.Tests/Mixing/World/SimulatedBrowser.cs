using MediaServer.Engines;
using MediaServer.Shards;
using MediaServer.Tracks;
using Mixer.Audio.Codecs;
using Protocols.Rtp;
using SignalingHost.Mixing;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>
/// To the room what a browser is: it publishes Opus with levels, and is given the tracks that are there for everybody. It comes without
/// DTLS, by a chair of its own.
/// </summary>
internal sealed class SimulatedBrowser : IEngineInbox, IDisposable
{
    private const byte LevelId = 1;

    private readonly SimulatedRoom _room;
    private readonly Dictionary<ParticipantId, Speech> _ears = [];
    private readonly Dictionary<TrackId, ParticipantId> _owners = [];

    public SimulatedBrowser(SimulatedRoom room, string name, int number, Func<double, double> says)
    {
        _room = room;
        Who = new ParticipantId(name);
        Peer = new PeerId(2_000 + number);
        Track = new TrackId(0x7000_0000 + number);
        Speech = new Speech(AudioCodec.Opus, says, LevelId);
        room.Post(new ShardLetter.AddEngine(new EngineSetup { Id = Peer, Room = SimulatedRoom.Id, Inbox = this }));
        room.Post(new ShardLetter.EnginePublishes(Peer, new TrackSetup
        {
            Id = Track,
            Room = SimulatedRoom.Id,
            Owner = Who,
            Source = TrackSource.Microphone,
            Codec = SoundCodecs.Describe(AudioCodec.Opus),
            Extensions = new RtpExtensionMap(new RtpExtensionEntry(LevelId, RtpExtensionKind.AudioLevel)),
        }));
    }

    public ParticipantId Who { get; }

    public PeerId Peer { get; }

    public TrackId Track { get; }

    public Speech Speech { get; }

    public double Heard(ParticipantId whom, double frequency) => _ears.TryGetValue(whom, out var ear) ? ear.Heard(frequency) : -180;

    public int PacketsFrom(ParticipantId whom) => _ears.TryGetValue(whom, out var ear) ? ear.PacketsHeard : 0;

    public void Speak() => _room.Deliver(Track, Speech.Next(111, 1));

    public void Leave() => _room.Post(new ShardLetter.RemovePeer(Peer));

    bool IEngineInbox.TrySend(in EnginePacket packet, ReadOnlySpan<byte> rtp)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (!RtpPacket.TryParse(rtp, out var parsed))
            return false;

        var owner = _owners[packet.Track];
        if (!_ears.TryGetValue(owner, out var ear))
            _ears[owner] = ear = new Speech(AudioCodec.Opus, _ => 0);

        ear.Hear(parsed.Payload);
        _room.NotOurs(before);
        return true;
    }

    void IEngineInbox.Raise(EngineEvent what)
    {
        if (what is not EngineEvent.TrackAdded(_, { IsUnlisted: false } track, _) || track.Codec.Name != Protocols.Sdp.CodecName.Opus)
            return;

        _owners[track.Id] = track.Owner;
        _room.Post(new ShardLetter.EngineWants(Peer, track.Id, new EngineWish()));
    }

    public void Dispose()
    {
        Speech.Dispose();
        foreach (var ear in _ears.Values)
            ear.Dispose();
    }
}
