using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Protocols.OpenSsl;

namespace Protocols.Dtls;

/// <summary>
/// Who we are to every peer: a self-signed ECDSA P-256 certificate made at start, and OpenSSL's settings for either role.
/// Shared by all sessions of the process, on any thread; sessions outlive it without harm.
/// </summary>
public sealed class DtlsIdentity : IDisposable
{
    // Forward secrecy and AEAD only. The first is the one every WebRTC endpoint must have (RFC 8827 §6.5). The names rule
    // DTLS 1.2; a library with DTLS 1.3 has its own list for that and uses it, since no highest version is set.
    private const string Ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:" +
        "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

    // What one peer may make us hold: a chain is refused above this, and so is any fragmented message.
    private const int LargestCertificateChain = 16_384;

    private readonly SslContextHandle _client;
    private readonly SslContextHandle _server;

    private DtlsIdentity(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key, string ciphers)
    {
        Fingerprint = Fingerprint.Of(certificate);
        _client = MakeContext(LibSsl.DTLS_client_method(), certificate, key, ciphers);
        _server = MakeContext(LibSsl.DTLS_server_method(), certificate, key, ciphers);
    }

    public Fingerprint Fingerprint { get; }

    /// <summary>Makes a key and a certificate that is valid from a day before that wall clock to a year after it.</summary>
    public static DtlsIdentity Create(TimeSpan sinceUnixEpoch) => Create(sinceUnixEpoch, Ciphers);

    internal static DtlsIdentity Create(TimeSpan sinceUnixEpoch, string ciphers)
    {
        var now = DateTimeOffset.UnixEpoch + sinceUnixEpoch;
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The name says nothing of the host: the certificate goes to anyone who can reach the port.
        var request = new CertificateRequest("CN=media", ecdsa, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));

        var key = ecdsa.ExportECPrivateKey();
        try
        {
            return new DtlsIdentity(certificate.RawDataMemory.Span, key, ciphers);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    internal SslHandle NewSession(DtlsRole role, ISslWorld world)
    {
        var ssl = new SslHandle(role == DtlsRole.Client ? _client : _server, world);
        if (role == DtlsRole.Client)
            LibSsl.SSL_set_connect_state(ssl);
        else
            LibSsl.SSL_set_accept_state(ssl);

        return ssl;
    }

    private static unsafe SslContextHandle MakeContext(nint method, ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key, string ciphers)
    {
        LibCryptoIo.ERR_clear_error();
        var context = new SslContextHandle(method);
        fixed (byte* certificateBytes = certificate)
        fixed (byte* keyBytes = key)
        {
            // Our lowest version is DTLS 1.2 and the highest is left to the library.
            var isReady = !context.IsInvalid &&
                LibSsl.SSL_CTX_ctrl(context, LibSsl.SetMinProtocolVersion, LibSsl.Dtls12, null) == 1 &&
                LibSsl.SSL_CTX_set_cipher_list(context, ciphers) == 1 &&
                LibSsl.SSL_CTX_use_certificate_ASN1(context, certificate.Length, certificateBytes) == 1 &&
                LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibSsl.KeyTypeEc, context, keyBytes, key.Length) == 1;

            if (!isReady)
                throw new InvalidOperationException($"OpenSSL refuses our DTLS settings: {LibCryptoIo.TakeReason()}.");
        }

        LibSsl.SSL_CTX_set_options(context, LibSsl.NoQueryMtu | LibSsl.NoTicket | LibSsl.NoCompression |
            LibSsl.CipherServerPreference | LibSsl.NoRenegotiation);
        LibSsl.SSL_CTX_ctrl(context, LibSsl.SetMode, LibSsl.ModeReleaseBuffers, null);
        LibSsl.SSL_CTX_ctrl(context, LibSsl.SetSessionCacheMode, 0, null);
        LibSsl.SSL_CTX_ctrl(context, LibSsl.SetMaxCertificateList, LargestCertificateChain, null);
        SslCallbacks.AttachVerification(context);
        return context;
    }
}
