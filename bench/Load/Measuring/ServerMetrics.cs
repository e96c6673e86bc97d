using System.Globalization;

namespace Load.Measuring;

/// <summary>What our server says of itself at /metrics (Prometheus text format). A server without it says nothing.</summary>
internal sealed class ServerMetrics(HttpClient http, Uri server)
{
    public async Task<MetricsSnapshot> ReadAsync()
    {
        try
        {
            return MetricsSnapshot.Parse(await http.GetStringAsync(new Uri(server, "/metrics")));
        }
        catch (HttpRequestException)
        {
            return MetricsSnapshot.Empty;
        }
    }
}

/// <summary>The samples of one scrape by name with labels, as they are written.</summary>
internal sealed class MetricsSnapshot
{
    public static readonly MetricsSnapshot Empty = new([]);

    private readonly Dictionary<string, double> _samples;

    private MetricsSnapshot(Dictionary<string, double> samples) => _samples = samples;

    public bool IsEmpty => _samples.Count == 0;

    /// <summary>Sum over all samples of that name whose labels contain <paramref name="label"/>.</summary>
    public double Sum(string name, string label = "")
    {
        var sum = 0.0;
        foreach (var (key, value) in _samples)
        {
            if (IsOf(key, name) && key.Contains(label, StringComparison.Ordinal))
                sum += value;
        }

        return sum;
    }

    /// <summary>The highest of all samples of that name.</summary>
    public double Highest(string name) => _samples.Where(sample => IsOf(sample.Key, name)).Select(sample => sample.Value).DefaultIfEmpty().Max();

    public double Collections => Sum("dotnet_gc_collections_total");

    public double ForwardedPackets => Sum("conference_forwarded_packets_total");

    /// <summary>The reasons for which packets were dropped since <paramref name="earlier"/>, most first.</summary>
    public IEnumerable<(string Reason, long Packets)> DropsSince(MetricsSnapshot earlier) =>
        from sample in _samples
        where IsOf(sample.Key, "conference_dropped_packets_total")
        let count = (long)(sample.Value - earlier._samples.GetValueOrDefault(sample.Key))
        where count > 0
        orderby count descending
        select (sample.Key.Split('"').ElementAtOrDefault(1) ?? sample.Key, count);

    /// <summary>Everything that says of itself that something was lost since <paramref name="earlier"/>: packets by reason, ticks of a mixer.</summary>
    public IEnumerable<string> LossesSince(MetricsSnapshot earlier) =>
        from sample in _samples
        where sample.Key.Contains("dropped", StringComparison.Ordinal) || sample.Key.Contains("skipped", StringComparison.Ordinal)
        let count = (long)(sample.Value - earlier._samples.GetValueOrDefault(sample.Key))
        where count > 0
        orderby count descending
        select $"{sample.Key} {count}";

    public static MetricsSnapshot Parse(string text)
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var space = line.LastIndexOf(' ');
            if (line.StartsWith('#') || space < 0 || !double.TryParse(line.AsSpan(space + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                continue;

            samples[line[..space]] = value;
        }

        return new(samples);
    }

    private static bool IsOf(string key, string name) =>
        key.StartsWith(name, StringComparison.Ordinal) && (key.Length == name.Length || key[name.Length] == '{');
}
