using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SignalingHost.Telemetry;

/// <summary>
/// One metric of the exposition (a name, a kind, a help text) and its series by label. Measurements come from any thread; each
/// family has a lock of its own, held for a dictionary look-up.
/// </summary>
internal sealed class PrometheusFamily(string name, PrometheusKind kind, string help, ImmutableArray<double> bounds)
{
    // A label that a stranger can choose must not fill the memory; what comes after the limit shares one series.
    private const int MostSeries = 1000;
    private const string Overflow = "{otel_metric_overflow=\"true\"}";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Histogram> _histograms = new(StringComparer.Ordinal);

    // Series of a histogram that its owner keeps: _bucket, _sum and _count lines in the order they were observed.
    private readonly List<(string Series, double Value)> _kept = [];

    public string Name => name;

    public void Set(string labels, double value)
    {
        lock (_lock)
            _values[Room(_values, labels)] = value;
    }

    public void Add(string labels, double value)
    {
        lock (_lock)
        {
            var series = Room(_values, labels);
            _values[series] = _values.GetValueOrDefault(series) + value;
        }
    }

    public void Keep(string part, string labels, double value)
    {
        lock (_lock)
            _kept.Add((PrometheusNames.Sanitize(part) + labels, value));
    }

    public void Record(string labels, double value)
    {
        lock (_lock)
        {
            var series = Room(_histograms, labels);
            if (!_histograms.TryGetValue(series, out var histogram))
                _histograms[series] = histogram = new Histogram(bounds.Length);
            histogram.Record(value, bounds);
        }
    }

    /// <summary>Observed series are those of this moment: one that is not observed again is gone.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _values.Clear();
            _kept.Clear();
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_lock)
        {
            if (_values.Count + _histograms.Count + _kept.Count == 0)
                return;

            text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(help)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (var (labels, value) in _values)
                Line(text, "", labels, value);
            foreach (var (series, value) in _kept)
                Line(text, series, "", value);
            foreach (var (labels, histogram) in _histograms)
                Write(text, labels, histogram);
        }
    }

    private void Write(StringBuilder text, string labels, Histogram histogram)
    {
        var total = 0L;
        for (var i = 0; i < histogram.Counts.Length; i++)
        {
            total += histogram.Counts[i];
            Line(text, "_bucket", PrometheusLabels.With(labels, PrometheusNames.BucketLabel, Number(i < bounds.Length ? bounds[i] : double.PositiveInfinity)), total);
        }

        Line(text, "_sum", labels, histogram.Sum);
        Line(text, "_count", labels, total);
    }

    private void Line(StringBuilder text, string part, string labels, double value) =>
        text.Append(name).Append(part).Append(labels).Append(' ').Append(Number(value)).Append('\n');

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Room<T>(SortedDictionary<string, T> series, string labels) =>
        series.Count < MostSeries || series.ContainsKey(labels) ? labels : Overflow;

    private sealed class Histogram(int bounds)
    {
        public long[] Counts { get; } = new long[bounds + 1];

        public double Sum { get; private set; }

        public void Record(double value, ImmutableArray<double> upperBounds)
        {
            var bucket = 0;
            while (bucket < upperBounds.Length && value > upperBounds[bucket])
                bucket++;
            Counts[bucket]++;
            Sum += value;
        }
    }
}
