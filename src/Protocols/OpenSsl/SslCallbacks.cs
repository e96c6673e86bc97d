using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>
/// The functions OpenSSL calls: a datagram BIO of our own, the timer's length, and the look at the peer's certificate.
/// They are plain native entry points, so there is no delegate to be collected, and no exception leaves them.
/// </summary>
internal static unsafe class SslCallbacks
{
    private const int WorldIndex = 0;
    private const int LargestCertificate = 16_384;

    private static readonly int StoreIndex = LibSsl.SSL_get_ex_data_X509_STORE_CTX_idx();
    private static readonly nint DatagramBio = MakeDatagramBio();

    /// <summary>Makes <paramref name="world"/> the surroundings of <paramref name="ssl"/>, which frees the BIO with itself.</summary>
    public static void Attach(nint ssl, GCHandle<ISslWorld> world)
    {
        var pointer = GCHandle<ISslWorld>.ToIntPtr(world);
        var bio = LibCryptoIo.BIO_new(DatagramBio);
        if (bio == 0 || LibSsl.SSL_set_ex_data(ssl, WorldIndex, pointer) != 1)
            throw new InvalidOperationException($"OpenSSL makes no BIO: {LibCryptoIo.TakeReason()}.");

        LibCryptoIo.BIO_set_data(bio, pointer);
        LibCryptoIo.BIO_set_init(bio, 1);
        LibSsl.SSL_set_bio(ssl, bio, bio);
        LibSsl.DTLS_set_timer_cb(ssl, &TimerLength);
    }

    public static void AttachVerification(SslContextHandle context)
    {
        LibSsl.SSL_CTX_set_verify(context, LibSsl.VerifyPeerOrFail, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(context, &Verify, 0);
    }

    private static nint MakeDatagramBio()
    {
        var method = LibCryptoIo.BIO_meth_new(LibCryptoIo.BIO_get_new_index() | LibCryptoIo.SourceSink, "datagrams in memory");
        if (method == 0 || LibCryptoIo.BIO_meth_set_write(method, &Write) != 1 || LibCryptoIo.BIO_meth_set_read(method, &Read) != 1 ||
            LibCryptoIo.BIO_meth_set_ctrl(method, &Control) != 1)
        {
            throw new InvalidOperationException($"OpenSSL makes no BIO method: {LibCryptoIo.TakeReason()}.");
        }

        return method;
    }

    private static ISslWorld WorldOfBio(nint bio) => GCHandle<ISslWorld>.FromIntPtr(LibCryptoIo.BIO_get_data(bio)).Target;

    private static ISslWorld WorldOfSsl(nint ssl) => GCHandle<ISslWorld>.FromIntPtr(LibSsl.SSL_get_ex_data(ssl, WorldIndex)).Target;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint bio, byte* bytes, int length)
    {
        try
        {
            LibCryptoIo.BIO_clear_flags(bio, LibCryptoIo.RetryFlags);
            WorldOfBio(bio).Write(new ReadOnlySpan<byte>(bytes, length));
            return length;
        }
        catch (Exception)
        {
            return -1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint bio, byte* buffer, int length)
    {
        try
        {
            LibCryptoIo.BIO_clear_flags(bio, LibCryptoIo.RetryFlags);
            var read = WorldOfBio(bio).Read(new Span<byte>(buffer, length));
            if (read > 0)
                return read;

            LibCryptoIo.BIO_set_flags(bio, LibCryptoIo.RetryRead);
            return -1;
        }
        catch (Exception)
        {
            return -1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Control(nint bio, int command, nint number, void* pointer)
    {
        try
        {
            switch (command)
            {
                case LibCryptoIo.Flush:
                    return 1;

                case LibCryptoIo.DatagramQueryMtu:
                case LibCryptoIo.DatagramGetFallbackMtu:
                    return WorldOfBio(bio).Mtu;

                case LibCryptoIo.DatagramSetNextTimeout when pointer != null:
                    WorldOfBio(bio).Timer.Set((TimeValue*)pointer);
                    return 1;

                default:
                    return 0;
            }
        }
        catch (Exception)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint TimerLength(nint ssl, uint microsecondsBefore)
    {
        try
        {
            return WorldOfSsl(ssl).Timer.Length(isNew: microsecondsBefore == 0);
        }
        catch (Exception)
        {
            return 1_000_000;
        }
    }

    // Replaces the building of a chain: WebRTC's certificates are self-signed and mean nothing but their fingerprint (RFC 8827 §6.5).
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Verify(nint store, nint argument)
    {
        try
        {
            var certificate = LibCryptoIo.X509_STORE_CTX_get0_cert(store);
            var ssl = LibCryptoIo.X509_STORE_CTX_get_ex_data(store, StoreIndex);
            if (certificate != 0 && ssl != 0 && IsAccepted(certificate, WorldOfSsl(ssl)))
                return 1;

            LibCryptoIo.X509_STORE_CTX_set_error(store, LibCryptoIo.CertificateRejected);
            return 0;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    private static bool IsAccepted(nint certificate, ISslWorld world)
    {
        var length = LibCryptoIo.i2d_X509(certificate, null);
        if (length is <= 0 or > LargestCertificate)
            return false;

        var der = new byte[length];
        fixed (byte* start = der)
        {
            var end = start;
            return LibCryptoIo.i2d_X509(certificate, &end) == length && world.Accepts(der);
        }
    }
}
