using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>What somebody who calls says of himself and of whom he wants.</summary>
public sealed record SipInvitation
{
    /// <summary>The user of the Request-URI, escapes undone: a meeting's number, perhaps with a password behind a star.</summary>
    public required string Number { get; init; }

    /// <summary>The host of the Request-URI.</summary>
    public required string Host { get; init; }

    /// <summary>Whom he dialled at first; trunks that we registered with call the address that we gave, and say it here.</summary>
    public string ToUser { get; init; } = "";

    /// <summary>The account he has proved to be, or has registered on this flow.</summary>
    public string? Account { get; init; }

    /// <summary>The trunk over which he calls.</summary>
    public string? Trunk { get; init; }

    public required string FromUser { get; init; }

    public required string FromDisplay { get; init; }

    /// <summary>What a trunk says the caller's number is (RFC 3325); believe it only of trunks.</summary>
    public string? AssertedIdentity { get; init; }

    /// <summary>He does not want to be shown (RFC 3323); the trunk may tell us all the same who he is.</summary>
    public bool HidesCaller { get; init; }

    public string UserAgent { get; init; } = "";

    /// <summary>Null if he wants our offer.</summary>
    public string? Sdp { get; init; }

    public required SipFlow Flow { get; init; }

    /// <summary>The call that this one is to take the place of.</summary>
    public SipCallId? Replaces { get; init; }
}
