using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>How log events are written to standard output. How many: the Logging:LogLevel settings of ASP.NET Core.</summary>
internal sealed record LogOptions
{
    [Description("Simple: one readable line for each event; Json: one JSON object for each event")]
    public LogFormat Format { get; init; } = LogFormat.Simple;
}

internal enum LogFormat
{
    Simple,
    Json,
}
