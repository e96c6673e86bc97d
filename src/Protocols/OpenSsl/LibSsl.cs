using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>What we call in libssl, under its own names. Results: 1 is success where nothing else is said, as OpenSSL has it.</summary>
internal static unsafe partial class LibSsl
{
    // Commands of SSL_ctrl and SSL_CTX_ctrl, which are macros in the C header.
    public const int SetMtu = 17;
    public const int SetMode = 33;
    public const int SetSessionCacheMode = 44;
    public const int SetMaxCertificateList = 51;
    public const int DtlsGetTimeout = 73;
    public const int DtlsHandleTimeout = 74;
    public const int SetMinProtocolVersion = 123;

    public const ulong NoQueryMtu = 1UL << 12;
    public const ulong NoTicket = 1UL << 14;
    public const ulong NoCompression = 1UL << 17;
    public const ulong CipherServerPreference = 1UL << 22;
    public const ulong NoRenegotiation = 1UL << 30;

    public const int ModeReleaseBuffers = 0x10;
    public const int VerifyPeerOrFail = 0x01 | 0x02;
    public const int Dtls12 = 0xFEFD;
    public const int KeyTypeEc = 408;

    public const int ErrorSsl = 1;
    public const int ErrorWantRead = 2;
    public const int ErrorSyscall = 5;
    public const int ErrorZeroReturn = 6;

    static LibSsl() => OpenSslLibrary.UseResolver();

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint DTLS_client_method();

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint DTLS_server_method();

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_CTX_ctrl(SslContextHandle context, int command, nint number, void* pointer);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial ulong SSL_CTX_set_options(SslContextHandle context, ulong options);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_CTX_use_certificate_ASN1(SslContextHandle context, int length, byte* der);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_CTX_use_PrivateKey_ASN1(int type, SslContextHandle context, byte* der, nint length);

    [LibraryImport(OpenSslLibrary.Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(SslContextHandle context, string ciphers);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_CTX_set_verify(SslContextHandle context, int mode, nint callback);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_CTX_set_cert_verify_callback(SslContextHandle context,
        delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_new(SslContextHandle context);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_set_bio(nint ssl, nint read, nint write);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_set_ex_data(nint ssl, int index, nint data);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_get_ex_data(nint ssl, int index);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_get_ex_data_X509_STORE_CTX_idx();

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void DTLS_set_timer_cb(nint ssl, delegate* unmanaged[Cdecl]<nint, uint, uint> callback);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_ctrl(SslHandle ssl, int command, nint number, void* pointer);

    /// <summary>0 is success here, for once.</summary>
    [LibraryImport(OpenSslLibrary.Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_set_tlsext_use_srtp(SslHandle ssl, string profiles);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial SrtpProtectionProfile* SSL_get_selected_srtp_profile(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_set_accept_state(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_set_connect_state(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_do_handshake(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_read(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_shutdown(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_get_error(SslHandle ssl, int result);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_alloc_buffers(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_free_buffers(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_export_keying_material(SslHandle ssl, byte* output, nuint outputLength,
        byte* label, nuint labelLength, byte* context, nuint contextLength, int useContext);

    /// <summary>Belongs to the session object; nobody frees it.</summary>
    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_get_session(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nuint SSL_SESSION_get_master_key(nint session, byte* output, nuint length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nuint SSL_get_client_random(SslHandle ssl, byte* output, nuint length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nuint SSL_get_server_random(SslHandle ssl, byte* output, nuint length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial byte* SSL_get_version(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_get_current_cipher(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial byte* SSL_CIPHER_get_name(nint cipher);

    /// <summary>SRTP_PROTECTION_PROFILE; the number is the one on the wire (RFC 5764 §4.1.2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct SrtpProtectionProfile
    {
        public readonly byte* Name;
        public readonly nuint Number;
    }
}
