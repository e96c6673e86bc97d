namespace Protocols.Sip.Digest;

/// <summary>Which algorithms a challenge names.</summary>
[Flags]
public enum DigestAlgorithms
{
    None = 0,
    Md5 = 1,
    Sha256 = 2,
    All = Md5 | Sha256,
}
