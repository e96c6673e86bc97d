using System.Text.Json.Serialization;
using Meetings.Booking;

namespace SignalingHost.Rest;

/// <summary>The wire's RestAttendeeDTO: somebody to invite, in a booking or into a running meeting.</summary>
internal sealed record AttendeeBody
{
    [JsonPropertyName("userUUID")]
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

    [JsonPropertyName("deptUUID")]
    public string? DeptUuid { get; init; }

    public string? DeptName { get; init; }

    public InviteeRequest Read() => new()
    {
        UserUuid = UserUuid,
        AccountId = AccountId,
        AppId = AppId,
        Name = Name,
        Role = Role,
        Phone = Phone,
        Phone2 = Phone2,
        Phone3 = Phone3,
        Email = Email,
        Sms = Sms,
        IsMute = IsMute,
        IsAutoInvite = IsAutoInvite,
        Type = Type,
        Address = Address,
        DepartmentId = DeptUuid,
        DepartmentName = DeptName,
    };

    public static AttendeeBody Of(InviteeRequest one) => new()
    {
        UserUuid = Said(one.UserUuid),
        AccountId = Said(one.AccountId),
        AppId = Said(one.AppId),
        Name = Said(one.Name),
        Role = one.Role,
        Phone = Said(one.Phone),
        Phone2 = Said(one.Phone2),
        Phone3 = Said(one.Phone3),
        Email = Said(one.Email),
        Sms = Said(one.Sms),
        IsMute = one.IsMute,
        IsAutoInvite = one.IsAutoInvite,
        Type = Said(one.Type),
        Address = Said(one.Address),
        DeptUuid = Said(one.DepartmentId),
        DeptName = Said(one.DepartmentName),
    };

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
