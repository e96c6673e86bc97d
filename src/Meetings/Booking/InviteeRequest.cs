namespace Meetings.Booking;

/// <summary>Someone to invite, as asked for: nothing in it has been checked.</summary>
public sealed record InviteeRequest
{
    public string? UserUuid { get; init; }

    public string? AccountId { get; init; }

    public string? AppId { get; init; }

    public string? Name { get; init; }

    public int? Role { get; init; }

    public string? Phone { get; init; }

    public string? Phone2 { get; init; }

    public string? Phone3 { get; init; }

    public string? Email { get; init; }

    public string? Sms { get; init; }

    public int? IsMute { get; init; }

    public int? IsAutoInvite { get; init; }

    public string? Type { get; init; }

    public string? Address { get; init; }

    public string? DepartmentId { get; init; }

    public string? DepartmentName { get; init; }
}
