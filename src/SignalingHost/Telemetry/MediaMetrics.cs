using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using Protocols;

namespace SignalingHost.Telemetry;

/// <summary>
/// Shows the media engine's counts as instruments of the meter "Conference.Media". The engine counts on its own threads and is
/// read only when somebody measures, so measuring costs the packet path nothing.
/// </summary>
internal sealed class MediaMetrics : IDisposable
{
    public const string MeterName = "Conference.Media";

    private static readonly ImmutableArray<KeyValuePair<string, object?>> Reasons =
        [.. Enum.GetNames<DropReason>().Select(name => new KeyValuePair<string, object?>("reason", name))];

    private readonly Meter _meter;
    private readonly IMediaStatistics _media;

    public MediaMetrics(IMediaStatistics media, IMeterFactory meters)
    {
        _media = media;
        _meter = meters.Create(MeterName);
        _meter.CreateObservableCounter("conference.dropped.packets", Dropped, description: "Packets that went no further, by reason; the runbook has a paragraph for each.");
        _meter.CreateObservableCounter("conference.received.packets", () => media.Read().ReceivedPackets, description: "Media packets that came in.");
        _meter.CreateObservableCounter("conference.received", () => media.Read().ReceivedBytes, "By", "Bytes of the media packets that came in.");
        _meter.CreateObservableCounter("conference.forwarded.packets", () => media.Read().ForwardedPackets, description: "Media packets that went out, counted once for each receiver.");
        _meter.CreateObservableCounter("conference.forwarded", () => media.Read().ForwardedBytes, "By", "Bytes of the media packets that went out.");
        _meter.CreateObservableGauge("conference.participants", () => media.Read().Participants, description: "Participants connected now.");
        _meter.CreateObservableGauge("conference.tracks", () => media.Read().Tracks, description: "Tracks published now.");
        _meter.CreateObservableGauge("conference.shard.busy.ratio", () => Shards(shard => shard.BusyFraction), description: "Share of its time that a shard's thread works, by shard, 0 to 1.");
        _meter.CreateObservableGauge("conference.shard.pool.outstanding", () => Shards(shard => (double)shard.PoolOutstanding), description: "Packet slots of a shard that somebody holds, by shard.");

        const string delay = "conference.forwarding.delay";
        const string about = "Time of a packet from the socket in to the socket out.";
        _meter.CreateObservableCounter($"{delay}{PrometheusNames.Buckets}", DelayBuckets, "s", about);
        _meter.CreateObservableCounter($"{delay}{PrometheusNames.Sum}", () => media.Read().ForwardingDelay.Sum.TotalSeconds, "s", about);
        _meter.CreateObservableCounter($"{delay}{PrometheusNames.Count}", () => media.Read().ForwardingDelay.Counts.Sum(), "s", about);
    }

    public void Dispose() => _meter.Dispose();

    // None is the packet that was not dropped: counted as forwarded, and no series here.
    private IEnumerable<Measurement<long>> Dropped()
    {
        var dropped = _media.Read().DroppedPackets;
        for (var reason = (int)DropReason.None + 1; reason < Reasons.Length; reason++)
            yield return new Measurement<long>(dropped[reason], Reasons[reason]);
    }

    private IEnumerable<Measurement<double>> Shards(Func<ShardStatistics, double> value) =>
        _media.Read().Shards.Select((shard, index) => new Measurement<double>(value(shard), new KeyValuePair<string, object?>("shard", index)));

    // Cumulative, as the exposition format wants it: each bucket holds the ones below it too.
    private IEnumerable<Measurement<long>> DelayBuckets()
    {
        var counts = _media.Read().ForwardingDelay.Counts;
        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            var bound = i < DelayHistogram.UpperBounds.Length
                ? DelayHistogram.UpperBounds[i].TotalSeconds.ToString(CultureInfo.InvariantCulture)
                : PrometheusNames.Infinity;
            yield return new Measurement<long>(total, new KeyValuePair<string, object?>(PrometheusNames.BucketLabel, bound));
        }
    }
}
