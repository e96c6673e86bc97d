namespace Protocols.Sip.Digest;

/// <summary>How the server asks for proofs.</summary>
public sealed record DigestOptions
{
    public required string Realm { get; init; }

    /// <summary>What is asked for and taken, the best first (RFC 8760 §2.4).</summary>
    public IReadOnlyList<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    /// <summary>A terminal that registers every few minutes should not be asked twice each time.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many nonces are remembered with the counts used; some 64 bytes each.</summary>
    public int MaxRemembered { get; init; } = 32_768;
}
