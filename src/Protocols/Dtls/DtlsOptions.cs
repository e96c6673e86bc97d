using System.Collections.Immutable;
using Protocols.Srtp;

namespace Protocols.Dtls;

/// <summary>How a DTLS session behaves on the wire.</summary>
public sealed record DtlsOptions
{
    /// <summary>The largest datagram we send, in bytes of UDP payload: what passes every tunnel that also passes the media.</summary>
    public int Mtu { get; init; } = 1200;

    /// <summary>The largest datagram we look at; a larger one is no DTLS of a browser.</summary>
    public int MaxDatagram { get; init; } = 2048;

    /// <summary>RFC 6347 §4.2.4.1 suggests 1 s, which is felt as a late picture; WebRTC uses 50 ms, since the path is known from ICE.</summary>
    public TimeSpan FirstRetransmission { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The wait doubles from one retransmission to the next, up to this.</summary>
    public TimeSpan LongestRetransmission { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From <see cref="DtlsSession.Start"/> until we give up, the wait for the peer's fingerprint included.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connected peer that says nothing may still miss our last flight, which OpenSSL repeats; then its 40 kB are given back.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>In order of preference. The server's order decides: AES-GCM costs less than half per packet of what AES-CM with HMAC-SHA1 does.</summary>
    public ImmutableArray<SrtpProfile> Profiles { get; init; } =
        [SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm, SrtpProfile.AesCm128HmacSha1_80];

    /// <summary>As it is with OpenSSL from 3.2 on, whatever the library here is; see <see cref="OpenSsl.SslTimer"/>.</summary>
    internal bool LeaveTimerToOpenSsl { get; init; }
}
