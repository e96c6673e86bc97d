namespace Protocols.Sip;

/// <summary>How a message came: alone in a datagram, or cut from a stream by its Content-Length.</summary>
public enum SipFraming
{
    Datagram,
    Stream,
}
