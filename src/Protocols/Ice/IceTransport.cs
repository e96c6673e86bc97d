namespace Protocols.Ice;

public enum IceTransport
{
    Udp,
    Tcp,
}
