namespace Protocols;

/// <summary>Why a packet went no further. Each value is a counter in the metrics and a heading in the runbook.</summary>
public enum DropReason
{
    None,

    /// <summary>The first byte belongs to no protocol that shares the port (RFC 7983).</summary>
    UnknownProtocol,

    /// <summary>The address has no peer and the datagram is no valid STUN binding request.</summary>
    UnknownAddress,

    NotStun,

    /// <summary>A STUN response that nobody waits for, or a method that is not served.</summary>
    UnexpectedStun,

    /// <summary>The USERNAME of a connectivity check names no username fragment that is valid now.</summary>
    UnknownUsername,

    FailedIntegrity,

    /// <summary>A connectivity check insists on an attribute that is not understood (RFC 8489 §6.3.1: answered with 420).</summary>
    UnknownAttribute,

    /// <summary>Both ends of ICE claim the same role (RFC 8445 §7.3.1.1: answered with 487).</summary>
    RoleConflict,

    /// <summary>The peer's consent ran out or it never connected; only an ICE restart helps (RFC 7675 §5.1).</summary>
    ConsentExpired,

    NotDtls,
    NotRtp,
    NotRtcp,

    /// <summary>Media came before the DTLS handshake was finished.</summary>
    NoKeysYet,

    UnknownSsrc,
    UnknownPayloadType,

    /// <summary>The replay window has seen this index, or it is too old to tell (RFC 3711 §3.3.2).</summary>
    Replayed,

    FailedAuthentication,
    TooManySsrcs,
    Muted,

    /// <summary>A probe or keep-alive packet that carries no media.</summary>
    PaddingOnly,

    Duplicate,
    TooLate,
    LayerNotWanted,
    TemporalLayerNotWanted,
    WaitingForKeyFrame,

    /// <summary>Not among the loudest few of the meeting.</summary>
    NotLoudEnough,

    /// <summary>Not among the last-N video senders of this receiver.</summary>
    NotInLastN,

    /// <summary>The receiver's share of bandwidth has no room for this track.</summary>
    NoBandwidth,

    /// <summary>The receiver's queue is full or its oldest packets left the track's history before they could be sent.</summary>
    SubscriberBacklog,

    /// <summary>No slot left in the shard's packet pool.</summary>
    PoolExhausted,

    /// <summary>The ring to another thread is full.</summary>
    RingFull,

    /// <summary>The kernel refused the datagram.</summary>
    SendFailed,

    /// <summary>A retransmission was asked for that the history no longer has.</summary>
    NotInHistory,

    /// <summary>A retransmission was asked for again within one round trip, or beyond its share of the bandwidth.</summary>
    RetransmissionLimited,

    /// <summary>A peer reported on far more packets than anybody sent it.</summary>
    FeedbackLimited,

    TooLarge,
}
