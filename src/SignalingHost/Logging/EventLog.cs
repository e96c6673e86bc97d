using Microsoft.Extensions.Logging.Console;
using SignalingHost.Settings;

namespace SignalingHost.Logging;

/// <summary>Events go to standard output, as containers and service managers expect.</summary>
internal static class EventLog
{
    public static void AddEventLog(this WebApplicationBuilder builder, LogOptions options, IConfiguration configuration)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"));
        builder.Logging.AddConsoleFormatter<SimpleLines, ConsoleFormatterOptions>();
        builder.Logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        builder.Logging.AddConsole(console => console.FormatterName = options.Format == LogFormat.Json ? JsonLines.FormatName : SimpleLines.FormatName);
    }
}
