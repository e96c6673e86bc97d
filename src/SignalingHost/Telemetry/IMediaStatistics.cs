using System.Collections.Immutable;
using MediaServer.Peers;
using Protocols;

namespace SignalingHost.Telemetry;

/// <summary>What the media engine has counted. Read from any thread at any time; cheap, because it is asked every few seconds.</summary>
internal interface IMediaStatistics
{
    MediaStatistics Read();
}

/// <summary>Counts since the start of the process, and the state of now, over all shards.</summary>
internal sealed record MediaStatistics
{
    public static readonly int DropReasonCount = Enum.GetValues<DropReason>().Length;

    public static readonly MediaStatistics Idle = new();

    /// <summary>Packets that went no further, by the number of their <see cref="DropReason"/>.</summary>
    public ImmutableArray<long> DroppedPackets { get; init; } = [.. new long[DropReasonCount]];

    public long ReceivedPackets { get; init; }

    public long ReceivedBytes { get; init; }

    public long ForwardedPackets { get; init; }

    public long ForwardedBytes { get; init; }

    public int Participants { get; init; }

    public int Tracks { get; init; }

    public DelayHistogram ForwardingDelay { get; init; } = DelayHistogram.Empty;

    public ImmutableArray<ShardStatistics> Shards { get; init; } = [];
}

/// <summary>One shard: how much of its time it works (0 to 1), and how many slots of its packet pool are held.</summary>
internal readonly record struct ShardStatistics(double BusyFraction, int PoolOutstanding);

/// <summary>
/// How long packets took from the socket in to the socket out. Bucket n counts those of at most <see cref="UpperBounds"/>[n]
/// and more than the bound before; one bucket more than there are bounds counts the rest.
/// </summary>
internal sealed record DelayHistogram
{
    public static readonly ImmutableArray<TimeSpan> UpperBounds =
        [.. Enumerable.Range(0, ForwardingCounters.DelayBuckets - 1).Select(ForwardingCounters.UpperBound)];

    public static readonly DelayHistogram Empty = new();

    public ImmutableArray<long> Counts { get; init; } = [.. new long[UpperBounds.Length + 1]];

    public TimeSpan Sum { get; init; }
}
