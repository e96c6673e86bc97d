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

    /// <summary>The domain that our number is in; null: this server's own name.</summary>
    public string? FromHost { get; init; }

    public string FromDisplay { get; init; } = "";

    /// <summary>Who calls, as we vouch for to a trunk (RFC 3325), a URI; null: we say nothing of it.</summary>
    public string? AssertedIdentity { get; init; }

    /// <summary>Asks the trunk not to show our number (RFC 3323).</summary>
    public bool HidesCaller { get; init; }

    public required string Sdp { get; init; }

    /// <summary>The call at the callee's that ours is to take the place of, as a Replaces header names it (RFC 3891); null: none.</summary>
    public string? Replaces { get; init; }

    /// <summary>
    /// How long no response at all is put up with, a 100 Trying counting as one; then the call ends with 408. A trunk that is
    /// gone must be noticed before who waits for the call has given up.
    /// </summary>
    public TimeSpan? SilenceLimit { get; init; }

    /// <summary>For a trunk that asks who we are.</summary>
    public string? User { get; init; }

    public Redacted<string> Password { get; init; } = new("");
}
