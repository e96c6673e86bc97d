namespace Client;

/// <summary>How far a client's connection has come.</summary>
public enum ClientState
{
    /// <summary>The other side's description is not known yet.</summary>
    New,

    /// <summary>ICE checks or the DTLS handshake go on.</summary>
    Connecting,

    Connected,

    /// <summary>Why is said by <see cref="NativeClient.FailureReason"/>.</summary>
    Failed,

    /// <summary>The other side or we said goodbye.</summary>
    Closed,
}
