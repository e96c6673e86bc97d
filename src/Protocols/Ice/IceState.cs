namespace Protocols.Ice;

/// <summary>How far a session with a peer has come.</summary>
public enum IceState
{
    /// <summary>No authenticated check has come, or none could be sent.</summary>
    New,

    /// <summary>Checks are going on; no route is nominated.</summary>
    Checking,

    /// <summary>A route is nominated and consent is fresh.</summary>
    Connected,

    /// <summary>Consent is late, but not lost: the peer may come back, on this route or another.</summary>
    Disconnected,

    /// <summary>Consent is lost, or no route was ever found. Nothing is sent or accepted; only a restart leads out (RFC 7675 §5.1).</summary>
    Failed,
}
