using MediaServer.Engines;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace Scenarios.World;

/// <summary>A mixer or recorder as the shard sees it: it asks for every picture, at one height, and keeps what it is sent and told.</summary>
public sealed class SimulatedEngine : IEngineInbox
{
    private readonly SimulatedMeeting _meeting;
    private readonly SimulatedShard _shard;

    internal SimulatedEngine(SimulatedMeeting meeting, SimulatedShard shard, PeerId peer, RoomId room, int height)
    {
        (_meeting, _shard, Peer, Height) = (meeting, shard, peer, height);
        shard.Handle(new ShardLetter.AddEngine(new EngineSetup { Id = peer, Room = room, Inbox = this }));
    }

    public PeerId Peer { get; }

    public int Height { get; private set; }

    public bool IsRingFull { get; set; }

    public List<(Instant At, int Encoding, ushort Sequence, bool IsBeginning)> Packets { get; } = [];

    public List<EngineEvent> Told { get; } = [];

    public void Wish(int height)
    {
        Height = height;
        foreach (var added in Told.OfType<EngineEvent.TrackAdded>().Where(added => added.Track.IsVideo).ToList())
            _shard.Handle(new ShardLetter.EngineWants(Peer, added.Track.Id, new EngineWish { Height = height }));
    }

    public void Publish(TrackSetup track) => _shard.Handle(new ShardLetter.EnginePublishes(Peer, track));

    public void Leave() => _shard.Handle(new ShardLetter.RemovePeer(Peer));

    bool IEngineInbox.TrySend(in EnginePacket packet, ReadOnlySpan<byte> rtp)
    {
        if (IsRingFull)
            return false;

        Packets.Add((_meeting.Now, packet.Encoding, packet.Sequence.Value, packet.IsBeginning));
        return true;
    }

    void IEngineInbox.Raise(EngineEvent what)
    {
        Told.Add(what);
        if (what is EngineEvent.TrackAdded(_, { IsVideo: true } track, _))
            _meeting.Timeline.ScheduleAfter(TimeSpan.Zero, () => _shard.Handle(new ShardLetter.EngineWants(Peer, track.Id, new EngineWish { Height = Height })));
    }
}
