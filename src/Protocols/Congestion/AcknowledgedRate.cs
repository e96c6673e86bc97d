using System.Runtime.CompilerServices;

namespace Protocols.Congestion;

/// <summary>
/// How fast packets really arrive, over the last 500 ms (150 ms are enough for a first answer). Bytes are kept in buckets of 10 ms,
/// once by when they were sent and once by when they arrived; the lower of the two rates counts, because packets that were held up
/// somewhere and then come all at once arrive faster than the link is.
/// </summary>
public sealed class AcknowledgedRate
{
    private RateWindow _sent = new();
    private RateWindow _arrived = new();

    public Bitrate? Rate => _sent.Rate is { } sent && _arrived.Rate is { } arrived ? Bitrate.Lower(sent, arrived) : null;

    /// <param name="afterGap">Packets sent just before have not been reported on: that time is not known, and not idle.</param>
    public void Add(int bytes, Instant sentAt, TimeSpan arrivedAt, bool afterGap)
    {
        _sent.Add(bytes, sentAt.Ticks, afterGap);
        _arrived.Add(bytes, arrivedAt.Ticks, afterGap);
    }

    private struct RateWindow()
    {
        private const int Buckets = 50;
        private const int Places = 64;
        private const int LeastSpan = 15;
        private const int Unknown = -1;
        private const long BucketTicks = TimeSpan.TicksPerMillisecond * 10;

        private BucketRing _bytes;
        private long _newest = long.MinValue;

        /// <summary>From the first busy bucket to the last; the first one's bytes only mark the beginning.</summary>
        public readonly Bitrate? Rate
        {
            get
            {
                var first = Buckets;
                var unknown = 0;
                long bytes = 0;
                for (var age = Buckets - 1; age >= 0; age--)
                {
                    var inBucket = _bytes[Index(_newest - age)];
                    if (first == Buckets)
                        first = inBucket > 0 ? age : Buckets;
                    else if (inBucket == Unknown)
                        unknown++;
                    else
                        bytes += inBucket;
                }

                var known = first - unknown;
                return first < Buckets && known >= LeastSpan ? Bitrate.Of(bytes, new TimeSpan(known * BucketTicks)) : null;
            }
        }

        public void Add(int bytes, long ticks, bool afterGap)
        {
            var bucket = ticks / BucketTicks;
            if (_newest == long.MinValue || bucket - _newest >= Buckets || _newest - bucket >= Buckets * 10)
            {
                _bytes = default;
                _newest = bucket;
            }

            while (_newest < bucket)
                _bytes[Index(++_newest)] = afterGap && _newest < bucket ? Unknown : 0;

            if (_newest - bucket < Buckets)
                _bytes[Index(bucket)] = Math.Max(_bytes[Index(bucket)], 0) + bytes;
        }

        private static int Index(long bucket) => (int)(bucket & (Places - 1));

        [InlineArray(Places)]
        private struct BucketRing
        {
            private int _bytes;
        }
    }
}
