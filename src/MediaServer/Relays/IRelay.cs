using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Relays;

/// <summary>One shard's way to the others.</summary>
public interface IRelay
{
    /// <summary>False when the other side is too far behind; the packet is lost to it.</summary>
    bool TrySend(int toShard, TrackId track, int encoding, ReadOnlySpan<byte> packet, Instant arrivedAt);

    void Post(int toShard, ShardLetter letter);
}
