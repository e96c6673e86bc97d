using SignalingHost.Settings;

namespace SignalingHost;

/// <summary>Every log event of this project, by id. An id is never given to another event; persons appear only as a mark.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Serving as node {NodeId} with roles {Roles}")]
    public static partial void Serving(ILogger log, Guid nodeId, NodeRoles roles);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Draining: {Participants} participants have {Timeout} to leave")]
    public static partial void DrainBegan(ILogger log, int participants, TimeSpan timeout);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Stopping with {Participants} participants inside")]
    public static partial void DrainEnded(ILogger log, int participants);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Ended at once by a second signal")]
    public static partial void EndedAtOnce(ILogger log);
}
