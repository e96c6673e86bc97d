using Meetings;
using Meetings.Corporations;

namespace SignalingHost.Accounts;

/// <summary>A user or a terminal as the directory of its corporation has it. What it logs in with is not in it.</summary>
internal sealed record Member
{
    public const int UsualSortLevel = 10_000;

    public required AccountId Id { get; init; }

    public required CorporationId Corporation { get; init; }

    public AccountKind Kind { get; init; }

    public AdminType Admin { get; init; } = AdminType.Member;

    /// <summary>The name it logs in with, in small letters; no two in the installation have the same.</summary>
    public required string Login { get; init; }

    /// <summary>The name in the corporation's own system; no two in the corporation have the same.</summary>
    public string? ThirdLogin { get; init; }

    public required string Name { get; init; }

    public string EnglishName { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Country { get; init; } = "";

    public string Email { get; init; } = "";

    public string DepartmentCode { get; init; } = Department.RootCode;

    public string Signature { get; init; } = "";

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    public bool IsActive { get; init; } = true;

    public int SortLevel { get; init; } = UsualSortLevel;

    public bool HidePhone { get; init; }

    public bool EnableRoom { get; init; }

    /// <summary>The number that others dial: +99 and fifteen digits.</summary>
    public required string SipNumber { get; init; }

    /// <summary>The password was given by somebody else and is to be changed by its owner.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>For terminals: which model it is.</summary>
    public string? Model { get; init; }

    /// <summary>For terminals: the serial number; no two in the corporation have the same.</summary>
    public string? Serial { get; init; }

    /// <summary>For terminals: whether a projection code is shown always, and renewed how.</summary>
    public int ProjectionMode { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The wire's userType.</summary>
    public int UserType => Kind == AccountKind.User ? 2 : TerminalModels.UserTypeOf(Model);

    /// <summary>What the rules of meetings need to know of it.</summary>
    public Account ToAccount(string departmentName) => new()
    {
        Id = Id,
        Corporation = Corporation,
        Kind = Kind,
        Admin = Admin,
        Login = Login,
        ThirdAccount = ThirdLogin ?? "",
        Name = Name,
        EnglishName = EnglishName,
        Number = SipNumber,
        Phone = Phone,
        Email = Email,
        DepartmentCode = DepartmentCode,
        DepartmentName = departmentName,
        IsActive = IsActive,
    };
}
