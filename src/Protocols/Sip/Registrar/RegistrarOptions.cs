using Protocols.Sip.Digest;

namespace Protocols.Sip.Registrar;

/// <summary>How long registrations last.</summary>
public sealed record RegistrarOptions
{
    public required string Realm { get; init; }

    /// <summary>By which hashes accounts may prove themselves, the best first.</summary>
    public IReadOnlyList<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    /// <summary>What is granted at most, and to who asks for nothing: short enough to notice soon that a terminal is gone.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Who asks for less is told this (RFC 3261 §21.4.17).</summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A terminal has one; a person may have a telephone and a computer. The oldest gives way.</summary>
    public int MaxContacts { get; init; } = 4;
}
