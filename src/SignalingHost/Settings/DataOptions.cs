using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>Where everything lives that outlasts the process.</summary>
internal sealed record DataOptions
{
    [Description("Directory of the embedded store, the self-signed certificate and recordings; made when missing")]
    public string Directory { get; init; } = "./data";
}
