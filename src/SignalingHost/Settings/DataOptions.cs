using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>Where everything lives that outlasts the process.</summary>
internal sealed record DataOptions
{
    [Description("Directory of the embedded store, the self-signed certificate and recordings; made when missing")]
    public string Directory { get; init; } = "./data";

    [Description("PostgreSQL to keep everything in instead of the embedded store, such as Host=db;Username=conference;Password=secret;Database=conference")]
    public Redacted<string> ConnectionString { get; init; } = new("");
}
