namespace Protocols.Sdp;

/// <summary>Why a media section carries nothing. A refused section keeps its place, with port 0 (RFC 3264 §6).</summary>
public enum SectionRefusal
{
    None,

    /// <summary>The offer itself had it switched off.</summary>
    OfferedOff,

    /// <summary>The other side answered with port 0.</summary>
    RefusedByThem,

    /// <summary>We switched it off.</summary>
    Stopped,

    /// <summary>Neither audio nor video: data channels are not served.</summary>
    NotMedia,

    /// <summary>Not RTP over DTLS-SRTP with feedback.</summary>
    UnknownProtocol,

    NoMid,

    /// <summary>Outside the bundle; there is one transport only.</summary>
    NotBundled,

    NoRtcpMux,
    NoCommonCodec,
    TooManySections,

    /// <summary>A second picture (slides) of a room system, which is understood but not served.</summary>
    ContentNotServed,

    /// <summary>Floor control (BFCP), which is understood but not served.</summary>
    FloorControlNotServed,

    /// <summary>The rule is to encrypt, and the section has no key that we can use.</summary>
    SrtpRequired,

    /// <summary>The rule is not to encrypt, and the section insists.</summary>
    SrtpNotAllowed,
}
