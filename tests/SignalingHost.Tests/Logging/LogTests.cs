using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Protocols;
using SignalingHost.Logging;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Logging;

/// <summary>What a log event looks like, and what never gets into one.</summary>
public sealed class LogTests
{
    private static readonly KeyValuePair<string, object?>[] State = [new("Count", 3), new("Who", new Redacted<string>("Alice")), new("{OriginalFormat}", "{Count} {Who}")];

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public void A_simple_event_is_one_line_with_id_and_name()
    {
        var line = Write(new SimpleLines(_clock), "two\nlines");

        Assert.That(line, Is.EqualTo("2026-11-21T12:00:00.000Z warn  1042 Something Test: two lines\n"));
    }

    [Test]
    public void A_json_event_is_one_line_and_holds_its_values()
    {
        var line = Write(new JsonLines(_clock), "two\nlines");
        var json = JsonDocument.Parse(line).RootElement;

        Assert.That(line.IndexOf('\n', StringComparison.Ordinal), Is.EqualTo(line.Length - 1));
        Assert.That(json.GetProperty("id").GetInt32(), Is.EqualTo(1042));
        Assert.That(json.GetProperty("event").GetString(), Is.EqualTo("Something"));
        Assert.That(json.GetProperty("message").GetString(), Is.EqualTo("two\nlines"));
        Assert.That(json.GetProperty("values").GetProperty("Count").GetInt32(), Is.EqualTo(3));
        Assert.That(line, Does.Not.Contain("Alice"));
    }

    [Test]
    public void No_event_shares_its_id()
    {
        var ids = typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .Where(id => id is not null)
            .ToArray();

        Assert.That(ids, Is.Not.Empty.And.Unique.And.All.GreaterThanOrEqualTo(1000));
    }

    private static string Write(ConsoleFormatter formatter, string message)
    {
        using var output = new StringWriter();
        formatter.Write(new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Warning, "Test", new EventId(1042, "Something"), State, null, (_, _) => message), null, output);
        return output.ToString();
    }
}
