using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SignalingHost.Settings;

namespace SignalingHost.Telemetry;

/// <summary>Sends metrics, traces and logs to an OpenTelemetry collector, where a setting names one.</summary>
internal static class OtlpExport
{
    private const string Service = "conference";

    public static void AddOtlp(this WebApplicationBuilder builder, TelemetryOptions options, Guid nodeId)
    {
        if (options.OtlpEndpoint.Length == 0)
            return;

        var resource = ResourceBuilder.CreateEmpty().AddService(Service, serviceInstanceId: nodeId.ToString());
        builder.Logging.AddOpenTelemetry(logs => logs.SetResourceBuilder(resource).AddOtlpExporter(exporter => Aim(exporter, options, "logs")));
        builder.Services.AddHostedService(_ => new Providers(options, resource));
    }

    private static void Aim(OtlpExporterOptions exporter, TelemetryOptions options, string signal)
    {
        var endpoint = options.OtlpEndpoint.TrimEnd('/');
        exporter.Protocol = options.OtlpProtocol == OtlpProtocol.Http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = new Uri(options.OtlpProtocol == OtlpProtocol.Http ? $"{endpoint}/v1/{signal}" : endpoint);
    }

    /// <summary>Owns the two pipelines; stopping flushes what they still hold.</summary>
    private sealed class Providers(TelemetryOptions options, ResourceBuilder resource) : IHostedService, IDisposable
    {
        private MeterProvider? _metrics;
        private TracerProvider? _traces;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter($"{PrometheusNames.OwnMeters}*", "System.Runtime", "Microsoft.AspNetCore.*")
                .AddOtlpExporter(exporter => Aim(exporter, options, "metrics"))
                .Build();
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource($"{PrometheusNames.OwnMeters}*", "Microsoft.AspNetCore")
                .AddOtlpExporter(exporter => Aim(exporter, options, "traces"))
                .Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Dispose();
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _metrics?.Dispose();
            _traces?.Dispose();
            (_metrics, _traces) = (null, null);
        }
    }
}
