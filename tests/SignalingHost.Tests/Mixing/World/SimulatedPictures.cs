using MediaServer.Engines;
using MediaServer.Shards;
using MediaServer.Tracks;
using Mixer.Native;
using Mixer.Video;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Protocols;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;
using SignalingHost.Mixing;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>The picture of a simulated room in its chair, and the screen of the one who is shown it.</summary>
internal sealed class SimulatedPictures : IEngineSeat, IEngineInbox
{
    private static readonly PeerId Chair = new(2);

    private readonly SimulatedRoom _room;
    private readonly Queue<EngineEvent> _events = [];
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly Lettering _lettering;
    private readonly RoomPicture _picture;
    private long _lastTrack = 0x6800_0000;

    public SimulatedPictures(SimulatedRoom room, string viewer)
    {
        Assert.That(Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem), Is.True, problem);
        (_room, _lettering) = (room, lettering!);
        _picture = new RoomPicture(this, new PictureMixOptions(), new Decorator(_lettering), _pool, (_, _) => { });
        room.Post(new ShardLetter.AddEngine(new EngineSetup { Id = Chair, Room = SimulatedRoom.Id, Inbox = this }));
        _picture.Handle(new PictureLetter.Join(SimulatedRoom.Id, new ParticipantId(viewer), new PictureTerms(PictureLimit.Hd, Bitrate.Kilobits(512))), room.Now);
        _picture.Handle(new EngineEvent.DemandChanged(Chair, new TrackId(_lastTrack), 1), room.Now);
    }

    public SimulatedScreen Screen { get; } = new();

    PeerId IEngineSeat.Id => Chair;

    RoomId IEngineSeat.Room => SimulatedRoom.Id;

    public void Advance(Instant now)
    {
        while (_events.TryDequeue(out var what))
            _picture.Handle(what, now);
        if (_picture.NextDeadline <= now)
            _picture.Advance(now);
    }

    public void Close()
    {
        _picture.Dispose();
        Screen.Dispose();
        _pool.Dispose();
        _lettering.Dispose();
    }

    public void Dispose() => _room.Post(new ShardLetter.RemovePeer(Chair));

    bool IEngineInbox.TrySend(in EnginePacket packet, ReadOnlySpan<byte> rtp)
    {
        if (RtpPacket.TryParse(rtp, out var parsed))
            _picture.Receive(packet, parsed, _room.Now);

        return true;
    }

    void IEngineInbox.Raise(EngineEvent what) => _events.Enqueue(what);

    void IEngineSeat.Want(TrackId track, EngineWish? wish) => _room.Post(new ShardLetter.EngineWants(Chair, track, wish));

    void IEngineSeat.RequestKeyFrame(TrackId track) => _room.Post(new ShardLetter.EngineKeyFrame(Chair, track));

    TrackId IEngineSeat.Publish(EngineTrack track)
    {
        var id = new TrackId(++_lastTrack);
        _room.Post(new ShardLetter.EnginePublishes(Chair, track.In(SimulatedRoom.Id, id)));
        return id;
    }

    void IEngineSeat.End(TrackId track) => _room.Post(new ShardLetter.EngineEnds(Chair, track));

    void IEngineSeat.TellClock(TrackId track, int encoding, Instant capturedAt, RtpTimestamp timestamp) =>
        _room.Post(new ShardLetter.EngineClock(Chair, track, encoding, capturedAt, timestamp));

    bool IEngineSeat.TrySend(ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, Instant madeAt, int encoding)
    {
        if (RtpPacket.TryParse(rtp, out var packet))
            Screen.Receive(packet, _room.Now);

        return true;
    }

    void IEngineSeat.TellLevel(TrackId track, AudioLevel level)
    {
        // Pictures have none.
    }

    void IEngineSeat.TellDelay(ParticipantId owner, TrackSource source, TimeSpan delay) =>
        _room.Post(new ShardLetter.EngineDelay(Chair, SimulatedRoom.Id, owner, source, delay));
}
