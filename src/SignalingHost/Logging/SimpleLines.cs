using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace SignalingHost.Logging;

/// <summary>One readable line for each event: when, how bad, which event (id and name), where from, what.</summary>
internal sealed class SimpleLines(TimeProvider clock) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "conference-simple";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var time = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } fault)
            text += " | " + fault;

        // A line is an event: nothing in a message may begin another.
        text = text.ReplaceLineEndings(" ");
        textWriter.Write($"{time} {Level(logEntry.LogLevel)} {logEntry.EventId.Id} {logEntry.EventId.Name ?? "-"} {logEntry.Category}: {text}\n");
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
