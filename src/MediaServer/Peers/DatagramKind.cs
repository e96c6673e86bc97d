namespace MediaServer.Peers;

/// <summary>What shares one port, told apart by first bytes (RFC 7983 §7, RFC 5761 §4).</summary>
internal enum DatagramKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
