namespace Protocols.Sip.Transactions;

/// <summary>What carries a message.</summary>
public enum SipTransport
{
    Udp,
    Tcp,
    Tls,
}
