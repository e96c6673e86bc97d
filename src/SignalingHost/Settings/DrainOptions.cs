using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>How long people may go on when the process is asked to end (SIGTERM).</summary>
internal sealed record DrainOptions
{
    // Docker kills ten seconds after SIGTERM unless told otherwise; an orchestrator that gives more can say so here.
    [Description("How long participants are given after SIGTERM before the process stops; with none it stops at once")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
