namespace Meetings.Conduct;

/// <summary>Someone asked to come: by the booking, or while the meeting runs.</summary>
public sealed record Invitee
{
    /// <summary>What is dialled: a SIP number, a SIP URI, or a telephone number.</summary>
    public string Number { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>0 participant, 1 host: chair when he comes and there is none.</summary>
    public int Role { get; init; }

    public AttendeeKind Kind { get; init; } = AttendeeKind.Normal;

    public AccountId? Account { get; init; }

    /// <summary>The corporation of the account; null for those from outside.</summary>
    public CorporationId? Corporation { get; init; }

    public string AccountName { get; init; } = "";

    public string ThirdAccount { get; init; } = "";

    public string Email { get; init; } = "";

    public string Sms { get; init; } = "";

    public string DepartmentId { get; init; } = "";

    public string Department { get; init; } = "";

    /// <summary>0 or 1: comes in muted.</summary>
    public int Mute { get; init; }

    /// <summary>0 or 1: called when the meeting starts.</summary>
    public int AutoInvite { get; init; }
}

/// <summary>What an invitee is reached by; the names are those of the wire.</summary>
public enum AttendeeKind
{
    Normal,
    Terminal,
    Outside,
    Mobile,
    IdeaHub,
    Board,
    HwVision,
    CustomNumber,
}
