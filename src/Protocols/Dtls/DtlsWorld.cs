using Protocols.OpenSsl;

namespace Protocols.Dtls;

/// <summary>
/// What OpenSSL finds around one session: the datagram we were handed, the flight it is writing, the timer, and who the
/// peer has to be. It holds no more than one incoming datagram, and that only while its owner is calling.
/// </summary>
internal sealed unsafe class DtlsWorld(DtlsOptions options) : ISslWorld
{
    private byte* _incoming;
    private int _incomingLength;
    private int _flight;

    public int Mtu => options.Mtu;

    public SslTimer Timer { get; } = new(options.LeaveTimerToOpenSsl);

    public OutgoingFlight Outgoing { get; } = new(options.Mtu);

    public Fingerprint? ExpectedPeer { get; set; }

    /// <summary>The peer's certificate in DER, kept from its message until it has been checked.</summary>
    public byte[]? PeerCertificate { get; set; }

    public bool HasRefusedPeer { get; private set; }

    /// <summary>The bytes must stay where they are until they are taken away by a call with none.</summary>
    public void Offer(byte* datagram, int length)
    {
        _incoming = datagram;
        _incomingLength = length;
    }

    public int Read(Span<byte> buffer)
    {
        var length = Math.Min(_incomingLength, buffer.Length);
        new ReadOnlySpan<byte>(_incoming, length).CopyTo(buffer);
        Offer(null, 0);
        return length;
    }

    public void Write(ReadOnlySpan<byte> datagram)
    {
        if (_flight != Timer.Flight)
            Outgoing.Begin();

        _flight = Timer.Flight;
        Outgoing.Add(datagram);
    }

    // Refusing here tells the peer so in the handshake; when the signalling is late, the session looks again afterwards.
    public bool Accepts(ReadOnlySpan<byte> certificate)
    {
        PeerCertificate = certificate.ToArray();
        HasRefusedPeer = ExpectedPeer is { } expected && !expected.Matches(certificate);
        return !HasRefusedPeer;
    }
}
