using Meetings.Corporations;

namespace SignalingHost.Storage;

/// <summary>Which members of a corporation are looked for; null everywhere finds all.</summary>
internal sealed record MemberFilter
{
    public AccountKind? Kind { get; init; }

    /// <summary>Part of a name, login, number, phone, mail address or serial number.</summary>
    public string? Text { get; init; }

    public string? DepartmentCode { get; init; }

    /// <summary>Whether the departments below count too.</summary>
    public bool WithDepartmentsBelow { get; init; }

    public IReadOnlyList<AdminType>? Admin { get; init; }

    public bool? IsActive { get; init; }

    public bool? EnableRoom { get; init; }

    public string? Model { get; init; }
}
