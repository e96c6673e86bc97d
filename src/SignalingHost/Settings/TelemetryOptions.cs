using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>Where measurements are pushed besides being offered at /metrics.</summary>
internal sealed record TelemetryOptions
{
    [Description("Base address of an OpenTelemetry collector that is sent metrics, traces and logs; empty: none")]
    public string OtlpEndpoint { get; init; } = "";

    [Description("How the collector is spoken to: Grpc (usually port 4317) or Http (usually port 4318)")]
    public OtlpProtocol OtlpProtocol { get; init; } = OtlpProtocol.Grpc;
}

internal enum OtlpProtocol
{
    Grpc,
    Http,
}
