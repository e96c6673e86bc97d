namespace Protocols.Dtls;

/// <summary>Where a session's datagrams go. It must not call the session back.</summary>
public interface IDtlsOutput
{
    void Send(ReadOnlySpan<byte> datagram);
}
