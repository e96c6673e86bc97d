using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>An EVP_CIPHER_CTX. Freeing it wipes the key schedule inside (EVP_CIPHER_CTX_free cleanses).</summary>
internal sealed class EvpCipherContext : SafeHandle
{
    public EvpCipherContext() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// The pointer for calls on the packet path. Marshalling the SafeHandle would cost two interlocked operations in each of the
    /// five calls a packet makes; the holder is single-threaded and keeps this object alive instead.
    /// </summary>
    public nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    public static unsafe EvpCipherContext Create(nint cipher, ReadOnlySpan<byte> key, bool encrypt)
    {
        var context = new EvpCipherContext();
        context.SetHandle(LibCrypto.EVP_CIPHER_CTX_new());
        if (context.IsInvalid)
            throw new InsufficientMemoryException("EVP_CIPHER_CTX_new failed.");

        fixed (byte* keyPointer = key)
            LibCrypto.Check(LibCrypto.EVP_CipherInit_ex(context.Pointer, cipher, 0, keyPointer, null, encrypt ? 1 : 0));

        return context;
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_CIPHER_CTX_free(handle);
        return true;
    }
}
