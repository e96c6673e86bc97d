namespace SignalingHost.Accounts;

/// <summary>What an app asks for when it logs a user in.</summary>
internal sealed record AppLogin
{
    public required AppSignature Signature { get; init; }

    public string CorporationId { get; init; } = "";

    public string UserId { get; init; } = "";

    /// <summary>Unix seconds; 0: the signature never expires.</summary>
    public long ExpireTime { get; init; }

    public required string Nonce { get; init; }

    public string UserName { get; init; } = "";

    public string Email { get; init; } = "";

    public string Phone { get; init; } = "";

    public string DepartmentCode { get; init; } = "";
}
