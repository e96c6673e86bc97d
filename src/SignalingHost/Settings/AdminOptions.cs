using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>The first administrator's account, so that a new installation can be entered at all.</summary>
internal sealed record AdminOptions
{
    [Description("Account of the first administrator, made at the first start; empty: admin")]
    public string Account { get; init; } = "";

    [Description("Password of the first administrator, 8 to 32 characters of two kinds; empty: one is drawn and printed once")]
    public Redacted<string> Password { get; init; } = new("");

    [Description("Password that an administrator's reset gives an account, to be changed by its owner; empty: resets are refused, as no mail is sent")]
    public Redacted<string> ResetPassword { get; init; } = new("");
}
