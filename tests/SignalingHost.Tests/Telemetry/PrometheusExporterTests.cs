using System.Diagnostics.Metrics;
using SignalingHost.Telemetry;

namespace SignalingHost.Tests.Telemetry;

/// <summary>What each kind of instrument becomes in the text that Prometheus reads.</summary>
public sealed class PrometheusExporterTests
{
    private PrometheusExporter _exporter = null!;
    private Meter _meter = null!;

    [SetUp]
    public void Listen()
    {
        _exporter = new PrometheusExporter();
        _meter = new Meter("Conference.Test");
    }

    [TearDown]
    public void End()
    {
        _meter.Dispose();
        _exporter.Dispose();
    }

    [Test]
    public void A_counter_adds_up_whatever_the_order_of_its_labels()
    {
        var counter = _meter.CreateCounter<int>("test.doors", "{door}", "Doors.");
        counter.Add(2, new("a", 1), new("b", "x"));
        counter.Add(3, new("b", "x"), new("a", 1));

        var family = Scrape()["test_doors_total"];

        Assert.That(family.Type, Is.EqualTo("counter"));
        Assert.That(family.Samples.Single().Value, Is.EqualTo(5));
    }

    [Test]
    public void A_label_may_hold_anything()
    {
        _meter.CreateCounter<long>("test.odd").Add(1, new KeyValuePair<string, object?>("what.is-it", "a \"quoted\" \\ back\nslash ü"));

        var sample = Scrape()["test_odd_total"].Samples.Single();

        Assert.That(sample.Labels["what_is_it"], Is.EqualTo(@"a \""quoted\"" \\ back\nslash ü"));
    }

    [Test]
    public void A_help_text_stays_one_line()
    {
        _meter.CreateCounter<long>("test.help", description: "first\nsecond \\ third").Add(1);

        Assert.That(Scrape()["test_help_total"].Help, Is.EqualTo(@"first\nsecond \\ third"));
    }

    [Test]
    public void A_histogram_has_cumulative_buckets_as_its_owner_advises()
    {
        var histogram = _meter.CreateHistogram("test.wait", "s", "Waits.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 7 })
            histogram.Record(value, new KeyValuePair<string, object?>("who", "me"));

        var samples = Scrape()["test_wait_seconds"].Samples;

        Assert.That(samples.Select(s => (s.Name, s.Labels.GetValueOrDefault("le"), s.Value)), Is.EqualTo(new[]
        {
            ("test_wait_seconds_bucket", "0.1", 2d), ("test_wait_seconds_bucket", "1", 3), ("test_wait_seconds_bucket", "+Inf", 4),
            ("test_wait_seconds_sum", null, 7.65), ("test_wait_seconds_count", (string?)null, 4),
        }));
    }

    [Test]
    public void A_series_that_is_no_longer_observed_is_gone()
    {
        var shards = new List<int> { 0, 1 };
        _meter.CreateObservableGauge("test.shard", () => shards.Select(s => new Measurement<int>(s, new KeyValuePair<string, object?>("shard", s))));
        Assert.That(Scrape()["test_shard"].Samples, Has.Count.EqualTo(2));

        shards.Remove(0);

        Assert.That(Scrape()["test_shard"].Samples.Single().Labels["shard"], Is.EqualTo("1"));
    }

    [Test]
    public void Levels_go_up_and_down_and_are_gauges()
    {
        var level = _meter.CreateUpDownCounter<long>("test.level", "By");
        level.Add(5);
        level.Add(-2);
        _meter.CreateGauge<double>("test.temperature").Record(-3.5);

        var families = Scrape();

        Assert.That((families["test_level_bytes"].Type, families["test_level_bytes"].Samples.Single().Value), Is.EqualTo(("gauge", 3d)));
        Assert.That((families["test_temperature"].Type, families["test_temperature"].Samples.Single().Value), Is.EqualTo(("gauge", -3.5)));
    }

    [Test]
    public void Labels_that_strangers_choose_cannot_fill_the_memory()
    {
        var counter = _meter.CreateCounter<long>("test.many");
        for (var i = 0; i < 5_000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("i", i));

        var samples = Scrape()["test_many_total"].Samples;

        Assert.That(samples, Has.Count.EqualTo(1_001));
        Assert.That(samples.Sum(sample => sample.Value), Is.EqualTo(5_000));
    }

    [Test]
    public void Meters_of_others_are_left_out()
    {
        using var foreign = new Meter("Foreign");
        foreign.CreateCounter<long>("foreign.count").Add(1);

        Assert.That(Scrape().Keys, Has.None.Contains("foreign"));
    }

    private IReadOnlyDictionary<string, MetricFamily> Scrape() => Exposition.Parse(_exporter.Scrape());
}
