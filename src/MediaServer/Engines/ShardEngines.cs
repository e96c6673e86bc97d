using MediaServer.Peers;
using MediaServer.Rooms;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Engines;

/// <summary>What a shard does for the engines in its rooms: their letters, and the packets of what they publish.</summary>
internal sealed class ShardEngines(PeerContext context, Func<RoomId, Room> roomFor)
{
    private readonly Dictionary<PeerId, EngineLeg> _legs = [];
    private readonly Dictionary<TrackId, PublishedTrack> _published = [];

    public int Count => _legs.Count;

    /// <summary>True if the letter is about an engine.</summary>
    public bool Handle(ShardLetter letter, Instant now)
    {
        switch (letter)
        {
            case ShardLetter.AddEngine(var setup):
                Add(setup);
                return true;
            case ShardLetter.RemovePeer(var id) when _legs.TryGetValue(id, out var leg):
                Remove(leg, CloseReason.Left);
                return true;
            case ShardLetter.EngineWants(var id, var track, var wish):
                if (_legs.TryGetValue(id, out var wanting))
                    wanting.Room.Want(wanting, track, wish, now);

                return true;
            case ShardLetter.EngineKeyFrame(var id, var track):
                _legs.GetValueOrDefault(id)?.RequestKeyFrame(track, now);
                return true;
            case ShardLetter.EnginePublishes(var id, var setup):
                if (_legs.TryGetValue(id, out var publisher))
                    _published[setup.Id] = publisher.Publish(setup);

                return true;
            case ShardLetter.EngineEnds(var id, var track):
                _published.Remove(track);
                _legs.GetValueOrDefault(id)?.End(track);
                return true;
            case ShardLetter.EngineDelay delay:
                foreach (var leg in _legs.Values)
                {
                    if (leg.Room.Id == delay.Room && leg.Id != delay.By)
                        leg.TellDelay(delay.Owner, delay.Source, delay.Delay);
                }

                return true;
            case ShardLetter.EngineClock(_, var track, var encoding, var capturedAt, var timestamp):
                _published.GetValueOrDefault(track)?.ReceiveClock(encoding, context.WallClock(capturedAt), timestamp);
                return true;
            default:
                return false;
        }
    }

    public void Receive(ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, int encoding, Instant madeAt, Instant now)
    {
        if (!RtpPacket.TryParse(rtp, out var packet))
        {
            context.Counters.Count(DropReason.NotRtp);
            return;
        }

        foreach (var id in tracks)
            context.Counters.Count(_published.TryGetValue(id, out var track) ? track.Receive(encoding, packet, madeAt, now) : DropReason.UnknownSsrc);
    }

    public void ReceiveLevel(PeerId engine, TrackId track, AudioLevel level, Instant now) => _legs.GetValueOrDefault(engine)?.ReceiveLevel(track, level, now);

    public void CloseAll()
    {
        foreach (var leg in _legs.Values.ToArray())
            Remove(leg, CloseReason.ServerClosing);
    }

    private void Add(EngineSetup setup)
    {
        var room = roomFor(setup.Room);
        var leg = new EngineLeg(setup, context, room);
        _legs.Add(setup.Id, leg);
        room.Add(leg);
    }

    private void Remove(EngineLeg leg, CloseReason reason)
    {
        _legs.Remove(leg.Id);
        foreach (var track in leg.Published)
            _published.Remove(track.Id);

        leg.Room.Remove(leg);
        leg.Close(reason);
        context.Events.Raise(new MediaEvent.PeerGone(leg.Id, leg.Room.Id, reason));
    }
}
