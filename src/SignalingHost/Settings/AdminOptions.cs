using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>The first administrator's account, so that a new installation can be entered at all.</summary>
internal sealed record AdminOptions
{
    [Description("Account of the first administrator")]
    public string Account { get; init; } = "";

    [Description("Password of the first administrator, at least 8 characters")]
    public Redacted<string> Password { get; init; } = new("");
}
