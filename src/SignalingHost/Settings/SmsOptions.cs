using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>The hook that short messages go out by: each is posted as JSON, <c>{"to":…,"text":…}</c>.</summary>
internal sealed record SmsOptions
{
    [Description("Address that short messages are posted to; empty: none are sent")]
    public string Url { get; init; } = "";

    [Description("Bearer token that is sent with them; empty: none")]
    public Redacted<string> Token { get; init; } = new("");
}
