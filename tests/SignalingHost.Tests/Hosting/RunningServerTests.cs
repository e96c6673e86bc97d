using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Protocols;
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
        _server = await ServerProcess.StartAsync();
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
    public async Task Every_metric_of_ours_is_described_for_operators()
    {
        var families = Exposition.Parse(await _client.GetStringAsync("/metrics"));
        var page = Repository.Read("docs/operate/metrics.md");

        Assert.That(families.Keys.Where(name => name.StartsWith("conference_", StringComparison.Ordinal) && !page.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
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

    [Test]
    public async Task It_does_not_say_what_it_is_made_of()
    {
        using var response = await _client.GetAsync("/health/live");

        Assert.That(response.Headers.Contains("Server"), Is.False);
    }
}
