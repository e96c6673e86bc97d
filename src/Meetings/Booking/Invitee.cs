namespace Meetings.Booking;

/// <summary>Someone who was asked to come. An account, a number, or only an address a notice goes to.</summary>
public sealed record Invitee
{
    /// <summary>The account's internal id; the wire's userUUID.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The name the account logs in with, or has in the caller's own system; the wire's accountId.</summary>
    public string Login { get; init; } = "";

    public string AppId { get; init; } = "";

    public string Name { get; init; } = "";

    public InviteeRole Role { get; init; }

    /// <summary>A SIP number, a SIP address or a telephone number.</summary>
    public string Number { get; init; } = "";

    public string Number2 { get; init; } = "";

    public string Number3 { get; init; } = "";

    public string Email { get; init; } = "";

    public string Sms { get; init; } = "";

    public bool IsMuted { get; init; }

    /// <summary>Called out to when the meeting begins.</summary>
    public bool IsCalledAtStart { get; init; }

    public InviteeKind Kind { get; init; }

    public string Address { get; init; } = "";

    public string DepartmentId { get; init; } = "";

    public string DepartmentName { get; init; } = "";
}
