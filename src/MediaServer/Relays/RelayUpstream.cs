using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Relays;

/// <summary>The way back from a relayed track to the shard where it is at home.</summary>
internal sealed class RelayUpstream(int here, int home, IRelay relay) : IUpstream
{
    private static readonly TimeSpan RepeatDemand = TimeSpan.FromSeconds(1);

    private int _demanded;
    private Instant _demandedAt = Instant.Never;

    public void RequestKeyFrame(PublishedTrack track, int encoding, Instant now) =>
        relay.Post(home, new ShardLetter.RelayKeyFrame(track.Setup.Room, track.Id, encoding));

    public void DemandEncodings(PublishedTrack track, int wanted, Instant now)
    {
        if (wanted == _demanded && _demandedAt != Instant.Never && now - _demandedAt < RepeatDemand)
            return;

        _demanded = wanted;
        _demandedAt = now;
        relay.Post(home, new ShardLetter.RelayDemand(here, track.Setup.Room, track.Id, wanted));
    }
}
