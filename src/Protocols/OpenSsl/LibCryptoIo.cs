using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>The parts of libcrypto that libssl leans on: its abstract I/O (BIO), its error queue, and certificates.</summary>
internal static unsafe partial class LibCryptoIo
{
    public const int SourceSink = 0x0400;           // BIO_TYPE_SOURCE_SINK
    public const int RetryRead = 0x01 | 0x08;       // BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY
    public const int RetryFlags = 0x07 | 0x08;      // BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY

    // Commands a BIO's control function is asked.
    public const int Flush = 11;
    public const int DatagramQueryMtu = 40;
    public const int DatagramSetNextTimeout = 45;
    public const int DatagramGetFallbackMtu = 47;

    public const int CertificateRejected = 28;      // X509_V_ERR_CERT_REJECTED, told to the peer as bad_certificate

    static LibCryptoIo() => OpenSslLibrary.UseResolver();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int BIO_get_new_index();

    [LibraryImport(OpenSslLibrary.Crypto, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint BIO_meth_new(int type, string name);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int BIO_meth_set_write(nint method, delegate* unmanaged[Cdecl]<nint, byte*, int, int> write);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int BIO_meth_set_read(nint method, delegate* unmanaged[Cdecl]<nint, byte*, int, int> read);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged[Cdecl]<nint, int, nint, void*, nint> control);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void BIO_set_data(nint bio, nint data);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint BIO_get_data(nint bio);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void BIO_set_init(nint bio, int ready);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void BIO_set_flags(nint bio, int flags);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void BIO_clear_flags(nint bio, int flags);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void ERR_clear_error();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nuint ERR_get_error();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial byte* ERR_reason_error_string(nuint error);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint X509_STORE_CTX_get0_cert(nint context);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint X509_STORE_CTX_get_ex_data(nint context, int index);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void X509_STORE_CTX_set_error(nint context, int error);

    /// <summary>With a null output it answers the length alone; else it writes there and moves the pointer.</summary>
    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int i2d_X509(nint certificate, byte** output);

    /// <summary>The oldest complaint of the last call, in OpenSSL's words, and an empty queue after it.</summary>
    public static string TakeReason()
    {
        var error = ERR_get_error();
        ERR_clear_error();
        return error == 0 ? "no reason given" : Marshal.PtrToStringUTF8((nint)ERR_reason_error_string(error)) ?? $"error {error:X}";
    }
}
