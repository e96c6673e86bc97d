namespace Protocols.Sip.Calls;

/// <summary>Why a call is over.</summary>
public enum SipEndReason
{
    HungUpByPeer,
    HungUpByUs,

    /// <summary>The caller gave up before we answered.</summary>
    Cancelled,

    /// <summary>The callee would not or could not; the event says with which status.</summary>
    RefusedByPeer,

    RefusedByUs,

    /// <summary>Nobody answered: no response at all, or ringing for too long.</summary>
    NoAnswer,

    /// <summary>We answered and the caller never acknowledged (RFC 3261 §13.3.1.4), so he does not hear us.</summary>
    NotAcknowledged,

    /// <summary>The session was not refreshed in time (RFC 4028 §10).</summary>
    SessionExpired,

    /// <summary>The peer no longer answers, knows the call no more, or its connection is gone.</summary>
    PeerGone,

    /// <summary>Another call took its place (RFC 3891).</summary>
    Replaced,
}
