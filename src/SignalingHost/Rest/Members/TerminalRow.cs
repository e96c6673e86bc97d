using System.Text.Json.Serialization;
using SignalingHost.Accounts;

namespace SignalingHost.Rest.Members;

/// <summary>A terminal.</summary>
internal sealed record TerminalRow
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string Model { get; init; }

    public string? Sn { get; init; }

    public required string Account { get; init; }

    /// <summary>The SIP number that is dialled.</summary>
    public required string Number { get; init; }

    public int PrjCodeMode { get; init; }

    public string? DeptCode { get; init; }

    public string? DeptName { get; init; }

    public string? DeptNamePath { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }

    public string? Email { get; init; }

    public string? Description { get; init; }

    public int Status { get; init; }

    public static TerminalRow Of(Member terminal, Department? department) => new()
    {
        Name = terminal.Name,
        Type = TerminalModels.Find(terminal.Model ?? "")?.Type ?? "",
        Model = terminal.Model ?? "",
        Sn = terminal.Serial,
        Account = terminal.Login,
        Number = terminal.SipNumber,
        PrjCodeMode = terminal.ProjectionMode,
        DeptCode = terminal.DepartmentCode,
        DeptName = department?.Name,
        DeptNamePath = department?.NamePath,
        Phone = terminal.Phone,
        Country = terminal.Country,
        Email = terminal.Email,
        Description = terminal.Description,
        Status = terminal.IsActive ? 0 : 1,
    };
}

/// <summary>A terminal to be added, or what of one shall be otherwise.</summary>
internal sealed record TerminalRequest
{
    public string? Name { get; init; }

    public string? Model { get; init; }

    public string? Sn { get; init; }

    public int? PrjCodeMode { get; init; }

    public string? DeptCode { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }

    public string? Email { get; init; }

    public string? Description { get; init; }

    public int? Status { get; init; }

    public string? SendNotify { get; init; }
}

internal sealed record TerminalModelRow(
    string Type, string Model, bool EnableActiveCode, string Resolution, bool SupportProjectionCode, [property: JsonPropertyName("supportSVC")] bool SupportSvc);

/// <summary>Whether a terminal can be called. The names begin with capitals on the wire too.</summary>
internal sealed record TerminalState(
    [property: JsonPropertyName("Number")] string Number, [property: JsonPropertyName("RegStatus")] string RegStatus, [property: JsonPropertyName("CallStatus")] string CallStatus)
{
    public static TerminalState Of(string number, TerminalPresence presence) => presence switch
    {
        TerminalPresence.Idle => new($"tel:{number}", "1", "0"),
        TerminalPresence.InCall => new($"tel:{number}", "1", "1"),
        _ => new($"tel:{number}", "0", "3"),
    };
}
