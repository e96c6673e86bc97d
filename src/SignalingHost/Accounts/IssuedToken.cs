using Meetings;

namespace SignalingHost.Accounts;

/// <summary>A token as it is kept: by its hash, so that who reads the store cannot use it.</summary>
internal sealed record IssuedToken
{
    public required string Hash { get; init; }

    public required AccountId Account { get; init; }

    public TokenKind Kind { get; init; }

    public int ClientType { get; init; }

    /// <summary>The address it was asked for from.</summary>
    public string Source { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What a token is good for.</summary>
internal enum TokenKind
{
    /// <summary>The caller of the API, for hours.</summary>
    Access,

    /// <summary>One jump to the portal, within a minute.</summary>
    PortalJump,
}
