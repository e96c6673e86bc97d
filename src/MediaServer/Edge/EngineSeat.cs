using MediaServer.Engines;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Edge;

/// <summary>A chair that an engine has taken: its wishes go to the shard as letters, its packets through its thread's lane.</summary>
internal sealed class EngineSeat(EnginePort port, MediaNode node, PeerPlace place) : IEngineSeat
{
    public PeerId Id => place.Peer;

    public RoomId Room => place.Room;

    public void Want(TrackId track, EngineWish? wish) => Post(new ShardLetter.EngineWants(Id, track, wish));

    public void RequestKeyFrame(TrackId track) => Post(new ShardLetter.EngineKeyFrame(Id, track));

    public TrackId Publish(EngineTrack track)
    {
        var id = node.NextEngineTrack(place.Shard);
        Post(new ShardLetter.EnginePublishes(Id, track.In(Room, id)));
        return id;
    }

    public void End(TrackId track) => Post(new ShardLetter.EngineEnds(Id, track));

    public bool TrySend(ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, Instant madeAt, int encoding = 0) =>
        port.TrySend(place.Shard, tracks, rtp, madeAt, encoding);

    public void TellClock(TrackId track, int encoding, Instant capturedAt, RtpTimestamp timestamp) =>
        Post(new ShardLetter.EngineClock(Id, track, encoding, capturedAt, timestamp));

    public void TellLevel(TrackId track, AudioLevel level) => port.TellLevel(place.Shard, Id, track, level);

    public void TellDelay(ParticipantId owner, TrackSource source, TimeSpan delay) => node.Post(Room, new ShardLetter.EngineDelay(Id, Room, owner, source, delay));

    public void Dispose() => node.TryRemove(Id);

    // A full mailbox loses the letter: the shard is overloaded, and what was asked for is missing until it is asked again.
    private void Post(ShardLetter letter) => node.Post(Id, letter);
}
