namespace Protocols.Sip.Digest;

/// <summary>The hashes that digests are made with (RFC 8760 §2): the old one for old terminals, the new one for all others.</summary>
public enum DigestAlgorithm
{
    Md5,
    Sha256,
}
