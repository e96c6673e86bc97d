using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>Whom to call, how, and who says he calls.</summary>
public sealed record SipDialling
{
    /// <summary>A sip, sips or tel URI.</summary>
    public required string Target { get; init; }

    public required SipFlow Flow { get; init; }

    /// <summary>Our number as the callee sees it.</summary>
    public required string FromUser { get; init; }

    public string FromDisplay { get; init; } = "";

    public required string Sdp { get; init; }

    /// <summary>For a trunk that asks who we are.</summary>
    public string? User { get; init; }

    public Redacted<string> Password { get; init; } = new("");
}
