using System.Diagnostics.Metrics;
using Protocols;
using SignalingHost.Telemetry;

namespace SignalingHost.Tests.Telemetry;

/// <summary>What the media engine has counted, as an operator reads it.</summary>
public sealed class MediaMetricsTests : IMediaStatistics, IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private MediaStatistics _counted = MediaStatistics.Idle;

    MediaStatistics IMediaStatistics.Read() => _counted;

    Meter IMeterFactory.Create(MeterOptions options)
    {
        _meters.Add(new Meter(options));
        return _meters[^1];
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());

    [Test]
    public void Drops_delays_and_shards_appear_under_their_names()
    {
        var dropped = new long[MediaStatistics.DropReasonCount];
        dropped[(int)DropReason.Replayed] = 7;
        var delays = new long[DelayHistogram.UpperBounds.Length + 1];
        (delays[0], delays[4], delays[^1]) = (10, 5, 1);
        _counted = new MediaStatistics
        {
            DroppedPackets = [.. dropped],
            ForwardedPackets = 16,
            Participants = 3,
            ForwardingDelay = new DelayHistogram { Counts = [.. delays], Sum = TimeSpan.FromMilliseconds(12) },
            Shards = [new(0.25, 4), new(0.5, 0)],
        };
        using var exporter = new PrometheusExporter();
        using var metrics = new MediaMetrics(this, this);

        var families = Exposition.Parse(exporter.Scrape());

        Assert.That(families["conference_dropped_packets_total"].Samples.Single(s => s.Labels["reason"] == "Replayed").Value, Is.EqualTo(7));
        Assert.That(families["conference_forwarded_packets_total"].Samples.Single().Value, Is.EqualTo(16));
        Assert.That(families["conference_participants"].Samples.Single().Value, Is.EqualTo(3));
        Assert.That(families["conference_shard_busy_ratio"].Samples.Select(s => (s.Labels["shard"], s.Value)), Is.EqualTo(new[] { ("0", 0.25), ("1", 0.5) }));
        Assert.That(families["conference_shard_pool_outstanding"].Samples.Select(s => s.Value), Is.EqualTo(new[] { 4d, 0 }));

        var delay = families["conference_forwarding_delay_seconds"];
        Assert.That(delay.Type, Is.EqualTo("histogram"));
        Assert.That(Bucket("0.001024"), Is.EqualTo(15));
        Assert.That(Bucket("+Inf"), Is.EqualTo(16));
        Assert.That(delay.Samples.Single(s => s.Name.EndsWith("_sum", StringComparison.Ordinal)).Value, Is.EqualTo(0.012));

        double Bucket(string bound) => delay.Samples.Single(s => s.Labels.GetValueOrDefault("le") == bound).Value;
    }
}
