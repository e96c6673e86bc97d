using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>The mail server that notices of meetings go out by.</summary>
internal sealed record MailOptions
{
    [Description("Mail server (SMTP); empty: no mails are sent")]
    public string Host { get; init; } = "";

    [Description("Its TCP port")]
    public int Port { get; init; } = 25;

    [Description("Whether the connection must be encrypted (STARTTLS)")]
    public bool Tls { get; init; }

    [Description("Account at the mail server; empty: none is needed")]
    public string User { get; init; } = "";

    [Description("Password of that account")]
    public Redacted<string> Password { get; init; } = new("");

    [Description("Address that mails come from")]
    public string From { get; init; } = "";
}
