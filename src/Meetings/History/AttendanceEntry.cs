namespace Meetings.History;

/// <summary>One stay of one device in a run; a new line for each time someone comes back.</summary>
public sealed record AttendanceEntry
{
    public required RunId Run { get; init; }

    public required ParticipantId Participant { get; init; }

    public required string DisplayName { get; init; }

    public AccountId? Account { get; init; }

    /// <summary>The name the account logs in with; empty for the anonymous.</summary>
    public string Login { get; init; } = "";

    public string CallNumber { get; init; } = "";

    /// <summary>What came in: the wire's deviceType, an invitee's type or the client's.</summary>
    public string DeviceType { get; init; } = "";

    public string UserAgent { get; init; } = "";

    public DateTimeOffset Joined { get; init; }

    /// <summary>Null while in.</summary>
    public DateTimeOffset? Left { get; init; }

    /// <summary>The wire's mediaType.</summary>
    public string MediaType { get; init; } = "";

    public string DepartmentName { get; init; } = "";

    public bool IsHost { get; init; }

    /// <summary>Why it ended; empty where it went by itself.</summary>
    public string LeaveReason { get; init; } = "";
}
