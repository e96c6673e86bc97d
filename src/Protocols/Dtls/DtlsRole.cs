namespace Protocols.Dtls;

/// <summary>Who speaks first: SDP's "a=setup:active" is the client, "passive" the server (RFC 5763 §5).</summary>
public enum DtlsRole
{
    Client,
    Server,
}
