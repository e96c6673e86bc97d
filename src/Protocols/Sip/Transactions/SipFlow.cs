using System.Net;

namespace Protocols.Sip.Transactions;

/// <summary>
/// A way to a peer: a transport, an address and, if it is a connection, which one. Requests go back over the flow on which the peer was
/// last heard (RFC 5626 §3.2): a terminal behind a NAT has no other way. Connection 0 is any to that address, to be opened if there is none.
/// </summary>
public readonly record struct SipFlow(SipTransport Transport, TransportAddress Remote, long Connection)
{
    public bool IsReliable => Transport != SipTransport.Udp;

    internal ReadOnlySpan<byte> TransportName => Transport switch
    {
        SipTransport.Tls => "TLS"u8,
        SipTransport.Tcp => "TCP"u8,
        _ => "UDP"u8,
    };

    /// <summary>The address as text that fits a header; no port, no brackets.</summary>
    internal int FormatAddress(Span<byte> into)
    {
        IPAddress address = Remote.ToIPAddress();
        return address.TryFormat(into, out var length) ? length : 0;
    }
}
