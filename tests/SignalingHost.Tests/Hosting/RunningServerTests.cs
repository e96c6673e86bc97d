using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Protocols;
using SignalingHost.Tests.Documents;
using SignalingHost.Tests.Telemetry;

namespace SignalingHost.Tests.Hosting;

/// <summary>One real server, asked what anybody may ask of it.</summary>
public sealed class RunningServerTests
{
    private ServerProcess _server = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        // With a trunk, whose metrics are there while it is.
        _server = await ServerProcess.StartAsync(null, "--Sip:Trunks:0:Name=operator", "--Sip:Trunks:0:Hosts=127.0.0.1:9");
        _client = new HttpClient { BaseAddress = _server.Http };
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _client?.Dispose();
        _server?.Dispose();
    }

    [Test]
    public void It_says_where_it_is()
    {
        Assert.That(_server.Output[..5], Is.EqualTo(new[]
        {
            "Conference server ready.",
            $"  http   http://localhost:{_server.Http.Port}/",
            $"  https  https://localhost:{_server.Https.Port}/  (self-signed)",
            _server.Output[3],
            $"  data   {Path.Combine(_server.Directory, "data")}",
        }));
        Assert.That(_server.Output[3], Does.StartWith("  media  UDP and TCP ").And.Contains("127.0.0.1"));
        Assert.That(_server.Errors, Is.Empty);
    }

    [Test]
    public async Task It_is_live()
    {
        using var response = await _client.GetAsync("/health/live");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task It_is_ready_and_says_what_it_checked()
    {
        using var response = await _client.GetAsync("/health/ready");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body.GetProperty("status").GetString(), Is.EqualTo("ready"));
        var checks = body.GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("ok").GetBoolean());
        Assert.That(checks, Contains.Key("store").And.ContainKey("draining"));
        Assert.That(checks.Values, Is.All.True);
    }

    [Test]
    public async Task Its_metrics_are_in_the_exposition_format_to_the_letter()
    {
        using var response = await _client.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(() => Exposition.Parse(text), Throws.Nothing);
        Assert.That(await Promtool.ComplaintsAsync(text), Is.Empty);
    }

    [Test]
    public async Task Every_drop_reason_is_counted_from_the_start()
    {
        var families = Exposition.Parse(await _client.GetStringAsync("/metrics"));
        var counted = families["conference_dropped_packets_total"].Samples.ToDictionary(sample => sample.Labels["reason"], sample => sample.Value);

        Assert.That(counted.Keys, Is.EquivalentTo(Enum.GetNames<DropReason>().Except([nameof(DropReason.None)])));
        Assert.That(counted.Values, Is.All.Zero);
    }

    [Test]
    public async Task Its_metrics_tell_of_the_process_too()
    {
        var families = Exposition.Parse(await _client.GetStringAsync("/metrics"));

        Assert.That(families.Keys, Contains.Item("dotnet_process_cpu_time_seconds_total")
            .And.Contains("dotnet_gc_collections_total").And.Contains("dotnet_process_memory_working_set_bytes"));
    }

    [Test]
    [Category(WrittenTable.Category)]
    public async Task The_table_of_metrics_is_the_one_in_the_documents()
    {
        var table = new StringBuilder("| metric | type | labels | what it tells |\n| --- | --- | --- | --- |\n");
        foreach (var family in (await OwnMetricsAsync()).OrderBy(family => family.Name, StringComparer.Ordinal))
            table.Append(CultureInfo.InvariantCulture, $"| `{family.Name}` | {family.Type} | {string.Join(", ", LabelsOf(family).Select(label => $"`{label}`"))} | {family.Help} |\n");

        WrittenTable.MustBe("docs/operate/metrics.md", "metrics", table.ToString());
    }

    [Test]
    public async Task Every_label_of_our_metrics_is_named_in_what_is_said_of_them()
    {
        var silent = from family in await OwnMetricsAsync()
                     from label in LabelsOf(family)
                     where !family.Help!.Contains($"by {label}", StringComparison.Ordinal)
                     select $"{family.Name} does not say 'by {label}'";

        Assert.That(silent, Is.Empty);
    }

    [Test]
    public async Task Every_metric_on_the_dashboard_and_in_the_advice_is_one_that_the_server_gives()
    {
        using var asked = await _client.GetAsync("/health/live");        // so that requests have been counted
        var given = Exposition.Parse(await _client.GetStringAsync("/metrics")).Values.SelectMany(family => family.Samples).Select(sample => sample.Name).ToHashSet();
        string[] queries = [.. Dashboard.Queries(), .. Dashboard.Alerts(), .. Dashboard.Advice()];

        Assert.That(queries, Has.Length.GreaterThan(10));
        Assert.That(queries.SelectMany(Dashboard.MetricsIn).Distinct().Except(given), Is.Empty);
    }

    [Test]
    public async Task Https_shows_a_certificate_that_names_this_machine()
    {
        string[] names = [];
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                names = [.. certificate!.Extensions.OfType<System.Security.Cryptography.X509Certificates.X509SubjectAlternativeNameExtension>()
                    .SelectMany(san => san.EnumerateDnsNames().Concat(san.EnumerateIPAddresses().Select(ip => ip.ToString())))];
                return true;
            },
        };
        using var client = new HttpClient(handler);

        using var response = await client.GetAsync(new Uri(_server.Https, "/health/live"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(names, Contains.Item("localhost").And.Contains("127.0.0.1").And.Contains("::1"));
    }

    private async Task<IEnumerable<MetricFamily>> OwnMetricsAsync() =>
        Exposition.Parse(await _client.GetStringAsync("/metrics")).Values.Where(family => family.Name.StartsWith("conference_", StringComparison.Ordinal));

    private static IEnumerable<string> LabelsOf(MetricFamily family) => family.Samples.SelectMany(sample => sample.Labels.Keys).Distinct().Where(label => label != "le");

    [Test]
    public async Task It_does_not_say_what_it_is_made_of()
    {
        using var response = await _client.GetAsync("/health/live");

        Assert.That(response.Headers.Contains("Server"), Is.False);
    }
}
