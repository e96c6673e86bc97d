namespace Protocols.Sip.Digest;

/// <summary>What a proof is worth.</summary>
public enum DigestVerdict
{
    Accepted,

    /// <summary>The proof is not made with the secret.</summary>
    Wrong,

    /// <summary>The proof is right, but its nonce is not ours, too old, or forgotten: ask anew with stale=true.</summary>
    Stale,

    /// <summary>The proof is right and has been seen before: ask anew with stale=true.</summary>
    Replayed,

    /// <summary>Not for this realm.</summary>
    OtherRealm,
}
