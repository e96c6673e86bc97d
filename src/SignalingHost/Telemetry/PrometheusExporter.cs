using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text;

namespace SignalingHost.Telemetry;

/// <summary>
/// Listens to the process's meters and writes what they say in Prometheus' text format (version 0.0.4). Events are added up as
/// they happen; observable instruments are asked when somebody scrapes.
/// </summary>
internal sealed class PrometheusExporter : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] Meters = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    // Where an instrument does not advise on its buckets: seconds, from a fast answer to a slow one.
    private static readonly ImmutableArray<double> DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, PrometheusFamily> _families = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PrometheusFamily, bool> _observed = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _scrape = new();

    public PrometheusExporter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsWanted(instrument))
                listener.EnableMeasurementEvents(instrument, SeriesOf(instrument));
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Measured(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Measured(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Measured(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Measured(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Measured(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Measured(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Measured((double)value, tags, state));
        _listener.Start();
    }

    public string Scrape()
    {
        lock (_scrape)
        {
            foreach (var family in _observed.Keys)
                family.Forget();
            _listener.RecordObservableInstruments();

            var text = new StringBuilder(64 * 1024);
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
                family.Write(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    // The runtime's "….count" instruments have a suffix that this format keeps for histograms; none of them is worth a rename.
    private static bool IsWanted(Instrument instrument) =>
        instrument.Meter.Name.StartsWith(PrometheusNames.OwnMeters, StringComparison.Ordinal)
        || (Meters.Contains(instrument.Meter.Name, StringComparer.Ordinal) && !instrument.Name.EndsWith(PrometheusNames.Count, StringComparison.Ordinal));

    private Action<string, double> SeriesOf(Instrument instrument)
    {
        var part = PrometheusNames.HistogramPart(instrument);
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = part.Length > 0 || type == typeof(Histogram<>) ? PrometheusKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? PrometheusKind.Counter
            : PrometheusKind.Gauge;

        var name = PrometheusNames.Family(instrument, kind);
        var family = _families.GetOrAdd(name, _ => new PrometheusFamily(name, kind, instrument.Description ?? instrument.Name, Bounds(instrument)));
        if (instrument.IsObservable)
            _observed.TryAdd(family, true);

        if (part.Length > 0)
            return (labels, value) => family.Keep(part, labels, value);
        if (kind == PrometheusKind.Histogram)
            return family.Record;
        return instrument.IsObservable || type == typeof(Gauge<>) ? family.Set : family.Add;
    }

    private static ImmutableArray<double> Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } advised } => [.. advised.Select(bound => (double)bound)],
        _ => DefaultBounds,
    };

    private static void Measured(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((Action<string, double>)state!)(PrometheusLabels.Of(tags), value);
}
