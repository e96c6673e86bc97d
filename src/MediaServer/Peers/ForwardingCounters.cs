using System.Numerics;
using Protocols;
using Protocols.Congestion;

namespace MediaServer.Peers;

/// <summary>
/// What one shard counts. Only its thread writes; anyone may read, and sees each number whole if perhaps a moment old.
/// </summary>
public sealed class ForwardingCounters
{
    /// <summary>Upper bounds of the forwarding delay histogram in microseconds: powers of two from 16 µs to 524 ms, then the rest.</summary>
    public const int DelayBuckets = 17;

    private const int FirstBucketBits = 4;

    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _delays = new long[DelayBuckets];
    private long _delaySumTicks;
    private long _received;
    private long _receivedBytes;
    private long _forwarded;
    private long _forwardedBytes;
    private long _retransmitted;

    public long Received => Volatile.Read(ref _received);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    public long Sent => Volatile.Read(ref _forwarded);

    public long ForwardedBytes => Volatile.Read(ref _forwardedBytes);

    public long Retransmitted => Volatile.Read(ref _retransmitted);

    public TimeSpan DelaySum => new(Volatile.Read(ref _delaySumTicks));

    public long Dropped(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    /// <summary>How many packets took at most 16 µs · 2^bucket, and longer than the bucket before; the last is the rest.</summary>
    public long Delayed(int bucket) => Volatile.Read(ref _delays[bucket]);

    public static TimeSpan UpperBound(int bucket) =>
        bucket == DelayBuckets - 1 ? TimeSpan.MaxValue : TimeSpan.FromMicroseconds(1L << (FirstBucketBits + bucket));

    public void Count(DropReason reason) => _drops[(int)reason]++;

    public void Arrived(int bytes)
    {
        _received++;
        _receivedBytes += bytes;
    }

    public void Forwarded(int bytes, TimeSpan delay, PacketKind kind)
    {
        _forwarded++;
        _forwardedBytes += bytes;
        if (kind == PacketKind.Retransmission)
        {
            _retransmitted++;
            return;
        }

        _delaySumTicks += delay.Ticks;
        var microseconds = (ulong)Math.Max(0, delay.Ticks - 1) / TimeSpan.TicksPerMicrosecond;
        var bucket = Math.Max(0, 64 - BitOperations.LeadingZeroCount(microseconds) - FirstBucketBits);
        _delays[Math.Min(bucket, DelayBuckets - 1)]++;
    }
}
