using Meetings;

namespace SignalingHost.Accounts;

/// <summary>A department of a corporation. The root, code 1, is the corporation itself.</summary>
internal sealed record Department
{
    public const string RootCode = "1";

    public required CorporationId Corporation { get; init; }

    public required string Code { get; init; }

    /// <summary>Null for the root.</summary>
    public string? ParentCode { get; init; }

    public required string Name { get; init; }

    /// <summary>1 for the root.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>The codes from the root to this one, as <c>1|22|5</c>.</summary>
    public required string CodePath { get; init; }

    public required string NamePath { get; init; }

    public string Note { get; init; } = "";

    public string InPermission { get; init; } = "ALL";

    public string OutPermission { get; init; } = "ALL";

    public IReadOnlyList<string> DesignatedOut { get; init; } = [];

    public int SortLevel { get; init; } = 10_000;
}
