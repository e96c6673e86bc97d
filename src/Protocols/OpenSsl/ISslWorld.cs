namespace Protocols.OpenSsl;

/// <summary>
/// Everything outside OpenSSL that one SSL asks for while it is being called. Implementations throw nothing on purpose;
/// what they throw all the same ends at the callback and becomes a failed read, write or check.
/// </summary>
internal interface ISslWorld
{
    int Mtu { get; }

    SslTimer Timer { get; }

    /// <summary>The next whole datagram into <paramref name="buffer"/>; 0 when there is none.</summary>
    int Read(Span<byte> buffer);

    void Write(ReadOnlySpan<byte> datagram);

    /// <summary>Whether the peer may be who presents this certificate (DER).</summary>
    bool Accepts(ReadOnlySpan<byte> certificate);
}
