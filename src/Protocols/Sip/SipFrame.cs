namespace Protocols.Sip;

/// <summary>What a stream holds next.</summary>
public enum SipFrame
{
    /// <summary>Nothing whole yet; read on.</summary>
    More,
    Message,

    /// <summary>Two line ends: the peer wants one back (RFC 5626 §3.5.1).</summary>
    Ping,

    /// <summary>One line end: our ping came back, or a stray one between messages.</summary>
    Pong,

    /// <summary>A STUN message (RFC 5626 §3.5.2); some send it on streams too.</summary>
    Stun,

    /// <summary>A head or body beyond the limits, or a length that is no number: nobody can say where the next message begins.</summary>
    Broken,
}
