using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>How everybody's account is kept.</summary>
internal sealed record AccountOptions
{
    // What OWASP advises for PBKDF2-HMAC-SHA512; some 70 ms of one core.
    [Description("Rounds of PBKDF2-HMAC-SHA512 by which passwords are kept that are set from now on: more cost a guesser, and each login, more")]
    public int HashIterations { get; init; } = 210_000;
}
