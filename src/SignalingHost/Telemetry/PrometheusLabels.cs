using System.Globalization;
using System.Text;

namespace SignalingHost.Telemetry;

/// <summary>The label part of a series: <c>{a="b",c="d"}</c> in order of name, or nothing where there are no labels.</summary>
internal static class PrometheusLabels
{
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";

        // Sorted, so that the same labels said in another order are the same series.
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
            sorted[PrometheusNames.Sanitize(key)] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

        var text = new StringBuilder();
        foreach (var (key, value) in sorted)
            Append(text.Append(text.Length == 0 ? '{' : ','), key, value);
        return text.Append('}').ToString();
    }

    public static string With(string labels, string key, string value)
    {
        var text = new StringBuilder(labels.Length == 0 ? "{" : labels[..^1] + ",");
        Append(text, key, value);
        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, string key, string value)
    {
        text.Append(key).Append("=\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
