namespace Protocols.Ice;

/// <summary>
/// The way to a peer: an address over UDP, or a TCP connection by the number its owner gave it (0 for UDP).
/// Two connections from one address are two routes. Over UDP the number is our own port where a terminal has one for itself, else 0.
/// </summary>
public readonly record struct IceRoute(IceTransport Transport, TransportAddress Remote, int Connection)
{
    public static IceRoute Udp(TransportAddress remote) => new(IceTransport.Udp, remote, 0);

    /// <summary>From a port of ours that belongs to one line of one terminal.</summary>
    public static IceRoute OfTerminal(TransportAddress remote, int localPort) => new(IceTransport.Udp, remote, localPort);

    public bool IsOfTerminal => Transport == IceTransport.Udp && Connection != 0;

    public static IceRoute Tcp(TransportAddress remote, int connection) => new(IceTransport.Tcp, remote, connection);
}

/// <summary>Where an agent's own STUN messages go. Over TCP the receiver puts the RFC 4571 header before them.</summary>
public interface IIceOutput
{
    void Send(in IceRoute route, ReadOnlySpan<byte> datagram);
}
