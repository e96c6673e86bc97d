namespace Protocols.Sip;

/// <summary>The schemes that can be called.</summary>
public enum SipScheme
{
    /// <summary>Something else: answered with 416.</summary>
    Other,
    Sip,
    Sips,
    Tel,
}
