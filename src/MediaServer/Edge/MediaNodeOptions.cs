using System.Net;
using MediaServer.Peers;

namespace MediaServer.Edge;

/// <summary>What the host gives the media side at the start.</summary>
public sealed record MediaNodeOptions
{
    public int Shards { get; init; } = Environment.ProcessorCount;

    /// <summary>Shard n listens on this port plus n, UDP and TCP.</summary>
    public int FirstPort { get; init; } = 40_000;

    /// <summary>Terminals take pairs of ports from here to <see cref="LastRtpPort"/>, both included.</summary>
    public int FirstRtpPort { get; init; } = 42_000;

    public int LastRtpPort { get; init; } = 42_999;

    public IPAddress ListenAddress { get; init; } = IPAddress.Any;

    /// <summary>What candidates name.</summary>
    public IReadOnlyList<IPAddress> AnnouncedAddresses { get; init; } = [IPAddress.Loopback];

    public UdpPortOptions Udp { get; init; } = new();

    public ThreadOptions Threads { get; init; } = new();

    public PeerOptions Peers { get; init; } = new();

    /// <summary>A room that has this many peers on one shard goes on on the next.</summary>
    public int PeersPerShardAndRoom { get; init; } = 150;

    public long PoolBytesPerShard { get; init; } = 512L << 20;
}
