namespace Protocols.Sdp;

/// <summary>The feedback messages that this server knows by name.</summary>
[Flags]
public enum RtcpFeedbackKinds
{
    None = 0,

    /// <summary>Generic NACK (RFC 4585 §6.2.1).</summary>
    Nack = 1,

    /// <summary>Picture loss indication (RFC 4585 §6.3.1).</summary>
    NackPli = 2,

    /// <summary>Full intra request (RFC 5104 §4.3.1).</summary>
    CcmFir = 4,

    TransportCc = 8,
    GoogRemb = 16,

    /// <summary>Temporary maximum bit rate (RFC 5104 §4.2.1), spoken by room systems.</summary>
    CcmTmmbr = 32,
}
