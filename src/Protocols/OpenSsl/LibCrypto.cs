using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>
/// What we call in libcrypto, under its own names. All of it is CPU work that neither blocks nor calls back.
/// Results: 1 is success, as OpenSSL has it.
/// </summary>
internal static unsafe partial class LibCrypto
{
    public const int GetTag = 0x10;     // EVP_CTRL_AEAD_GET_TAG
    public const int SetTag = 0x11;     // EVP_CTRL_AEAD_SET_TAG

    static LibCrypto() => OpenSslLibrary.UseResolver();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial uint OPENSSL_version_major();

    [LibraryImport(OpenSslLibrary.Crypto)]
    private static partial byte* OpenSSL_version(int what);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int EVP_CIPHER_CTX_ctrl(nint context, int command, int argument, byte* data);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint EVP_aes_128_gcm();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint EVP_aes_256_gcm();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint EVP_aes_128_ctr();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int EVP_CipherUpdate(nint context, byte* output, int* written, byte* input, int length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int EVP_CipherFinal_ex(nint context, byte* output, int* written);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int SHA1_Init(ShaContext* context);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int SHA1_Update(ShaContext* context, byte* data, nuint length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int SHA1_Final(byte* digest, ShaContext* context);

    /// <summary>For the log: "OpenSSL 3.0.19 27 Jan 2026".</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)OpenSSL_version(0)) ?? "OpenSSL";

    public static void Check(int result)
    {
        if (result != 1)
            throw new InvalidOperationException("libcrypto refused a call that cannot fail with the arguments it was given.");
    }

    /// <summary>SHA_CTX of openssl/sha.h: a public structure, which is what lets us save and restore the middle of a hash.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ShaContext
    {
        public uint H0;
        public uint H1;
        public uint H2;
        public uint H3;
        public uint H4;
        public uint BitCountLow;
        public uint BitCountHigh;
        public PendingBlock Pending;
        public uint PendingLength;
    }

    [InlineArray(16)]
    public struct PendingBlock
    {
        private uint _word;
    }
}
