using System.Globalization;

namespace SignalingHost.Tests.Telemetry;

/// <summary>
/// A strict reader of Prometheus' text format 0.0.4: what the format leaves open to senders it takes, what it forbids it refuses
/// with a message. Written from the format's description, not from our exporter.
/// </summary>
internal static class Exposition
{
    public static IReadOnlyDictionary<string, MetricFamily> Parse(string text)
    {
        Require(text.EndsWith('\n'), "the last line must end with a line feed");
        Require(!text.Contains('\r', StringComparison.Ordinal), "lines end with a line feed alone");

        var families = new Dictionary<string, MetricFamily>(StringComparer.Ordinal);
        MetricFamily? current = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.Length == 0)
                continue;

            if (line.StartsWith("# HELP ", StringComparison.Ordinal) || line.StartsWith("# TYPE ", StringComparison.Ordinal))
                current = Comment(line, current, families);
            else if (!line.StartsWith('#'))
                Sample(line, current);
        }

        foreach (var family in families.Values)
            family.CheckWhole();
        return families;
    }

    private static MetricFamily Comment(string line, MetricFamily? current, Dictionary<string, MetricFamily> families)
    {
        var parts = line.Split(' ', 4);
        Require(parts.Length == 4, $"'{line}' lacks its text");
        var name = parts[2];
        Require(IsName(name, colons: true), $"'{name}' is no metric name");

        if (current?.Name != name)
        {
            Require(!families.ContainsKey(name), $"the lines of {name} are not together");
            families[name] = current = new MetricFamily(name);
        }

        if (parts[1] == "TYPE")
        {
            Require(current.Type is null, $"{name} has two types");
            Require(current.Samples.Count == 0, $"the type of {name} comes after its samples");
            Require(parts[3] is "counter" or "gauge" or "histogram" or "summary" or "untyped", $"{name} has the unknown type {parts[3]}");
            current.Type = parts[3];
        }
        else
        {
            Require(current.Help is null, $"{name} has two help texts");
            CheckEscapes(parts[3], @"\n");
            current.Help = parts[3];
        }

        return current;
    }

    private static void Sample(string line, MetricFamily? current)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('{' or ' '))
            end++;
        var name = line[..end];
        Require(IsName(name, colons: true), $"'{line}' begins with no metric name");
        Require(current?.Owns(name) == true, $"{name} stands outside its family");

        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (end < line.Length && line[end] == '{')
            end = Labels(line, end + 1, labels);

        Require(end < line.Length && line[end] == ' ', $"'{line}' lacks a space before its value");
        var rest = line[(end + 1)..].Split(' ');
        Require(rest.Length is 1 or 2, $"'{line}' has too many parts");
        if (rest.Length == 2)
            Require(long.TryParse(rest[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), $"'{rest[1]}' is no time");

        current!.Add(new MetricSample(name, labels, Value(rest[0])));
    }

    private static int Labels(string line, int at, SortedDictionary<string, string> labels)
    {
        while (line[at] != '}')
        {
            var equals = line.IndexOf('=', at);
            Require(equals > 0 && line[equals + 1] == '"', $"'{line}' has a label without a quoted value");
            var label = line[at..equals];
            Require(IsName(label, colons: false), $"'{label}' is no label name");

            var close = equals + 2;
            while (line[close] != '"')
                close += line[close] == '\\' ? 2 : 1;
            var value = line[(equals + 2)..close];
            CheckEscapes(value, "\\\"n");
            Require(labels.TryAdd(label, value), $"'{line}' has the label {label} twice");

            at = close + 1;
            Require(line[at] is ',' or '}', $"'{line}' has a label that does not end");
            if (line[at] == ',')
                at++;
        }

        return at + 1;
    }

    public static double Value(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && char.IsAsciiDigit(text.TrimStart('-')[0]) => value,
        _ => throw new FormatException($"'{text}' is no value"),
    };

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new FormatException(otherwise);
    }

    private static bool IsName(string name, bool colons) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_' || (colons && c == ':'));

    private static void CheckEscapes(string text, string allowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                Require(++i < text.Length && (allowed.Contains(text[i], StringComparison.Ordinal) || text[i] == '\\'), $"'{text}' has an unknown escape");
        }
    }
}

internal sealed record MetricSample(string Name, SortedDictionary<string, string> Labels, double Value)
{
    public string Series(string? without = null) => Name + "{" + string.Join(",", Labels.Where(l => l.Key != without).Select(l => $"{l.Key}={l.Value}")) + "}";
}

/// <summary>One family as it was read, and what must be true of it as a whole.</summary>
internal sealed class MetricFamily(string name)
{
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);

    public string Name => name;

    public string? Type { get; set; }

    public string? Help { get; set; }

    public List<MetricSample> Samples { get; } = [];

    public bool Owns(string sample) => Type == "histogram"
        ? sample == name + "_bucket" || sample == name + "_sum" || sample == name + "_count"
        : sample == name;

    public void Add(MetricSample sample)
    {
        Exposition.Require(_series.Add(sample.Series()), $"{sample.Series()} is there twice");
        Samples.Add(sample);
    }

    public void CheckWhole()
    {
        Exposition.Require(Help is not null && Type is not null, $"{name} lacks help or type");
        Exposition.Require(Samples.Count > 0, $"{name} has no samples");
        if (Type == "counter")
        {
            Exposition.Require(name.EndsWith("_total", StringComparison.Ordinal), $"the counter {name} does not end with _total");
            Exposition.Require(Samples.TrueForAll(sample => sample.Value >= 0), $"the counter {name} is negative");
        }

        if (Type == "histogram")
            CheckHistogram();
    }

    private void CheckHistogram()
    {
        var counts = Samples.Where(sample => sample.Name == name + "_count").ToDictionary(sample => Group(sample), sample => sample.Value);
        var sums = Samples.Where(sample => sample.Name == name + "_sum").Select(Group).ToHashSet();
        var buckets = Samples.Where(sample => sample.Name == name + "_bucket").GroupBy(Group).ToArray();
        Exposition.Require(buckets.Select(group => group.Key).ToHashSet().SetEquals(counts.Keys) && sums.SetEquals(counts.Keys), $"{name} has buckets, sums and counts of different labels");

        foreach (var group in buckets)
        {
            Exposition.Require(group.All(bucket => bucket.Labels.ContainsKey("le")), $"a bucket of {name} lacks le");
            var bounds = group.Select(bucket => Exposition.Value(bucket.Labels["le"])).ToArray();
            var values = group.Select(bucket => bucket.Value).ToArray();
            Exposition.Require(bounds.SequenceEqual(bounds.Order()) && bounds.Distinct().Count() == bounds.Length, $"the bounds of {name} do not rise");
            Exposition.Require(values.SequenceEqual(values.Order()), $"the buckets of {name} are not cumulative");
            Exposition.Require(double.IsPositiveInfinity(bounds[^1]), $"{name} lacks the bucket +Inf");
            Exposition.Require(values[^1] == counts[group.Key], $"the last bucket of {name} is not its count");
        }
    }

    private static string Group(MetricSample sample) => string.Join(",", sample.Labels.Where(l => l.Key != "le").Select(l => $"{l.Key}={l.Value}"));
}
