using SignalingHost.Conferences;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Sip;
using SignalingHost.Trunks;

namespace SignalingHost.Telemetry;

/// <summary>The metrics of this process, for a Prometheus server to fetch.</summary>
internal static class MetricsEndpoint
{
    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MediaMetrics>();
        builder.Services.AddSingleton<PrometheusExporter>();
    }

    public static void MapMetrics(this WebApplication app)
    {
        // Made now, so that every series exists and every event counts from the start and not from the first scrape.
        _ = app.Services.GetRequiredService<MediaMetrics>();
        _ = app.Services.GetRequiredService<MeetingMetrics>();
        _ = app.Services.GetService<SipMetrics>();
        _ = app.Services.GetService<TrunkMetrics>();
        var exporter = app.Services.GetRequiredService<PrometheusExporter>();
        app.MapGet("/metrics", () => Results.Text(exporter.Scrape(), PrometheusExporter.ContentType))
            .WithTags("Operation").WithSummary("Gives the metrics of this process").Gives(StatusCodes.Status200OK, "Prometheus' text format.", "text/plain");
    }
}
