using MediaServer.Edge;
using MediaServer.Peers;
using Protocols;
using SignalingHost.Telemetry;

namespace SignalingHost.Media;

/// <summary>Adds up what the shards count.</summary>
internal sealed class ShardMediaStatistics(MediaNode node) : IMediaStatistics
{
    public MediaStatistics Read()
    {
        var shards = node.Shards;
        var dropped = new long[MediaStatistics.DropReasonCount];
        var delays = new long[ForwardingCounters.DelayBuckets];
        var sum = TimeSpan.Zero;
        foreach (var shard in shards)
        {
            for (var reason = 0; reason < dropped.Length; reason++)
                dropped[reason] += shard.Counters.Dropped((DropReason)reason);

            dropped[(int)DropReason.SendFailed] += shard.SendFailures;
            dropped[(int)DropReason.RingFull] += shard.StreamDrops + shard.TerminalDrops;
            for (var bucket = 0; bucket < delays.Length; bucket++)
                delays[bucket] += shard.Counters.Delayed(bucket);

            sum += shard.Counters.DelaySum;
        }

        return new MediaStatistics
        {
            DroppedPackets = [.. dropped],
            ReceivedPackets = shards.Sum(shard => shard.Counters.Received),
            ReceivedBytes = shards.Sum(shard => shard.Counters.ReceivedBytes),
            ForwardedPackets = shards.Sum(shard => shard.Counters.Sent),
            ForwardedBytes = shards.Sum(shard => shard.Counters.ForwardedBytes),
            Participants = shards.Sum(shard => shard.PeerCount),
            Tracks = shards.Sum(shard => shard.TrackCount),
            ForwardingDelay = new DelayHistogram { Counts = [.. delays], Sum = sum },
            Shards = [.. shards.Select(shard => new ShardStatistics(shard.Busy, shard.PoolOutstanding))],
        };
    }
}
