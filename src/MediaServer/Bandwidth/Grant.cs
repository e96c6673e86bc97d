using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>What one demand gets.</summary>
public readonly record struct Grant(int Track, LayerChoice Choice, Bitrate Bitrate, PauseReason Paused)
{
    public bool IsPaused => Choice.IsNone;
}
