using System.Text.Json.Serialization;

namespace Meetings.Corporations;

/// <summary>Who a user or a terminal is to the rules. How it logs in is the rim's business.</summary>
public sealed record Account
{
    public required AccountId Id { get; init; }

    public required CorporationId Corporation { get; init; }

    public AccountKind Kind { get; init; }

    public AdminType Admin { get; init; } = AdminType.Member;

    /// <summary>The name it logs in with.</summary>
    public string Login { get; init; } = "";

    /// <summary>The name in the caller's own system, for those who log in through an App ID.</summary>
    public string ThirdAccount { get; init; } = "";

    public string Name { get; init; } = "";

    public string EnglishName { get; init; } = "";

    /// <summary>The SIP number others dial.</summary>
    public string Number { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Email { get; init; } = "";

    public string DepartmentCode { get; init; } = "1";

    public string DepartmentName { get; init; } = "";

    public bool IsActive { get; init; } = true;

    [JsonIgnore]
    public bool IsAdmin => Admin != AdminType.Member;
}
