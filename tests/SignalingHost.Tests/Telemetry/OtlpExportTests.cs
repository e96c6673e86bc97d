using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Telemetry;

/// <summary>A collector of our own stands where a setting says; the server must bring it everything before it ends.</summary>
public sealed class OtlpExportTests
{
    [Test]
    public async Task Metrics_traces_and_logs_reach_the_collector_before_the_server_ends()
    {
        var received = new ConcurrentDictionary<string, long>();
        await using var collector = Collector(received);
        await collector.StartAsync();
        using var server = await ServerProcess.StartAsync(null, $"--Telemetry:OtlpEndpoint={collector.Urls.Single()}", "--Telemetry:OtlpProtocol=Http");
        using (var client = new HttpClient())
            await client.GetStringAsync(new Uri(server.Http, "/health/live"));

        server.Terminate();
        var exitCode = await server.WaitForExitAsync();

        Assert.That(exitCode, Is.Zero);
        Assert.That(received.Keys, Is.EquivalentTo(new[] { "/v1/metrics", "/v1/traces", "/v1/logs" }));
        Assert.That(received.Values, Is.All.Positive);
    }

    private static WebApplication Collector(ConcurrentDictionary<string, long> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received[context.Request.Path] = body.Length;
            context.Response.ContentType = "application/x-protobuf";
        });
        return collector;
    }
}
