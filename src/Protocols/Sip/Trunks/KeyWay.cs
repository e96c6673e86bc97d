namespace Protocols.Sip.Trunks;

/// <summary>How keys are pressed over a trunk.</summary>
public enum KeyWay
{
    /// <summary>Telephone events (RFC 4733); where the other end knows none, by INFO from us and as tones to us.</summary>
    Events,

    /// <summary>SIP INFO.</summary>
    Info,

    /// <summary>As tones in the sound.</summary>
    InBand,
}
