using System.Diagnostics.Metrics;
using System.Text;

namespace SignalingHost.Telemetry;

/// <summary>How an instrument's name, unit and kind become a Prometheus family's name (dots to underscores, units spelled out, _total).</summary>
internal static class PrometheusNames
{
    /// <summary>
    /// Our own meters. One of them that keeps a histogram itself shows it as three observable counters: NAME.bucket (cumulative,
    /// with the label <see cref="BucketLabel"/>), NAME.sum and NAME.count. They become one histogram family.
    /// </summary>
    public const string OwnMeters = "Conference.";

    public const string Buckets = ".bucket";

    public const string Sum = ".sum";

    public const string Count = ".count";

    public const string BucketLabel = "le";

    public const string Infinity = "+Inf";

    private static readonly string[] HistogramParts = [Buckets, Sum, Count];

    public static string Family(Instrument instrument, PrometheusKind kind)
    {
        var name = Sanitize(instrument.Name[..^HistogramPart(instrument).Length]);
        var unit = Unit(instrument.Unit);
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return kind == PrometheusKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>".bucket", ".sum", ".count", or empty for an instrument that stands for itself.</summary>
    public static string HistogramPart(Instrument instrument)
    {
        if (!instrument.IsObservable || !instrument.Meter.Name.StartsWith(OwnMeters, StringComparison.Ordinal))
            return "";

        return HistogramParts.FirstOrDefault(part => instrument.Name.EndsWith(part, StringComparison.Ordinal)) ?? "";
    }

    // A colon is legal in a metric's name but kept for recording rules.
    public static string Sanitize(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var c in name)
            clean.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (clean.Length == 0 || char.IsAsciiDigit(clean[0]))
            clean.Insert(0, '_');
        return clean.ToString();
    }

    // Annotations such as {request} say what is counted, which the name says already.
    private static string Unit(string? unit) => unit switch
    {
        null or "" or "1" => "",
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "By" => "_bytes",
        ['{', ..] => "",
        _ => "_" + Sanitize(unit),
    };
}

internal enum PrometheusKind
{
    Counter,
    Gauge,
    Histogram,
}
