using System.Text.Json;
using System.Text.RegularExpressions;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Documents;

/// <summary>What is asked of Prometheus: by the dashboard, by the alerts and by the advice in the documents.</summary>
internal static partial class Dashboard
{
    // Words of the language, and the one metric that Prometheus makes itself.
    private static readonly string[] Words =
    [
        "sum", "max", "min", "avg", "by", "and", "on", "rate", "increase", "topk", "clamp_min", "avg_over_time", "histogram_quantile", "up",
    ];

    public static IEnumerable<string> Queries()
    {
        using var dashboard = JsonDocument.Parse(Repository.Read("deploy/grafana/dashboards/conference.json"));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)];
    }

    public static IEnumerable<string> Alerts() => Repository.Read("deploy/prometheus/alerts.yml").Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.StartsWith("expr: ", StringComparison.Ordinal))
        .Select(line => line["expr: ".Length..]);

    /// <summary>The first column of each table under "What to watch".</summary>
    public static IEnumerable<string> Advice() =>
        from page in new[] { "docs/operate/metrics.md", "docs/operate/sip-trunks.md" }
        from line in Repository.Read(page).Split("## What to watch")[1].Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal)
        from Match code in Code().Matches(line.Split('|')[1])
        let query = code.Value.Trim('`')
        where query.Contains('_', StringComparison.Ordinal)
        select query;

    /// <summary>The metrics that a query asks for: what is left of it without labels, texts and words.</summary>
    public static IEnumerable<string> MetricsIn(string query) =>
        Identifier().Matches(Aside().Replace(query, " ")).Select(match => match.Value).Except(Words);

    [GeneratedRegex("`[^`]+`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)|[0-9][0-9.]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Aside();

    [GeneratedRegex("[A-Za-z_:][A-Za-z0-9_:]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
