namespace Protocols.Rtp;

/// <summary>The header extensions this server understands or passes on; each has one URI in <see cref="RtpExtensionUris"/>.</summary>
public enum RtpExtensionKind : byte
{
    Unknown = 0,

    /// <summary>The media section a packet belongs to (RFC 9143).</summary>
    Mid,

    /// <summary>The simulcast encoding a packet belongs to (RFC 8852).</summary>
    Rid,

    /// <summary>The encoding that a retransmission repairs (RFC 8852).</summary>
    RepairedRid,

    /// <summary>Client-to-mixer loudness (RFC 6464).</summary>
    AudioLevel,

    AbsSendTime,
    TransportSequence,
    AbsCaptureTime,
    VideoOrientation,

    /// <summary>Which frames a frame needs, in clear beside an encrypted payload (AV1 RTP).</summary>
    DependencyDescriptor,

    PlayoutDelay,

    /// <summary>How long after its timestamp a packet was sent (RFC 5450).</summary>
    TransmissionOffset,

    VideoLayersAllocation,
}
