namespace SignalingHost.Telemetry;

/// <summary>The statistics of a node that carries no media.</summary>
internal sealed class IdleMedia : IMediaStatistics
{
    public MediaStatistics Read() => MediaStatistics.Idle;
}
