namespace Protocols.Dtls;

/// <summary>Where a session stands. It only moves downwards in this list; the last two are final.</summary>
public enum DtlsState
{
    New,

    /// <summary>The handshake runs, or has ended and the peer's fingerprint is still to come from the signalling.</summary>
    Connecting,

    /// <summary>The peer is who it should be and the media keys are there.</summary>
    Connected,

    /// <summary>It never came to be Connected, or broke afterwards; the reason is in words.</summary>
    Failed,

    /// <summary>One side said goodbye.</summary>
    Closed,
}
