using System.Text;
using Protocols.Sip.Digest;

namespace Protocols.Sip.Registrar;

/// <summary>
/// Somebody who may register: by his number or his login, with secrets in place of a password. Accounts from before SHA-256 was kept
/// have none for it and are asked for MD5 alone.
/// </summary>
public sealed record SipAccount
{
    public required string Number { get; init; }

    public required string Login { get; init; }

    public required SipSecrets OfNumber { get; init; }

    public required SipSecrets OfLogin { get; init; }

    /// <summary>An account that is stopped proves who it is in vain.</summary>
    public bool IsActive { get; init; } = true;

    internal DigestAlgorithms Algorithms =>
        OfNumber.Sha256.Length > 0 || OfLogin.Sha256.Length > 0 ? DigestAlgorithms.All : DigestAlgorithms.Md5;

    /// <summary>The secret for the name that a proof was made with; empty if the name is not his.</summary>
    internal string SecretFor(ReadOnlySpan<char> user, DigestAlgorithm algorithm) =>
        user.SequenceEqual(Number) ? OfNumber.For(algorithm)
        : user.Equals(Login, StringComparison.OrdinalIgnoreCase) ? OfLogin.For(algorithm)
        : "";
}

/// <summary>What is kept of one password for one name: its hash by each algorithm (<see cref="DigestHash.Secret"/>).</summary>
public readonly record struct SipSecrets(string Md5, string Sha256)
{
    internal string For(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? Sha256 : Md5;

    // A secret stands for the password; it must not reach a log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("«redacted»");
        return true;
    }
}
