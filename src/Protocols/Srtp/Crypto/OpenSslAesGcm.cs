using Protocols.OpenSsl;

namespace Protocols.Srtp.Crypto;

/// <summary>AES-GCM by libcrypto. The key is expanded once; a packet only sets the nonce anew.</summary>
internal sealed unsafe class OpenSslAesGcm(ReadOnlySpan<byte> key, CipherDirection direction) : IAesGcm
{
    private const int BlockLength = 16;
    private const int KeepDirection = -1;

    private readonly EvpCipherContext _context = EvpCipherContext.Create(
        key.Length == 32 ? LibCrypto.EVP_aes_256_gcm() : LibCrypto.EVP_aes_128_gcm(), key, direction == CipherDirection.Seal);

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, Span<byte> tag)
    {
        Cipher(nonce, aad, data);
        int written;
        var nothing = stackalloc byte[BlockLength];
        LibCrypto.Check(LibCrypto.EVP_CipherFinal_ex(_context.Pointer, nothing, &written));
        fixed (byte* tagPointer = tag)
            LibCrypto.Check(LibCrypto.EVP_CIPHER_CTX_ctrl(_context.Pointer, LibCrypto.GetTag, tag.Length, tagPointer));

        GC.KeepAlive(_context);
    }

    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        Cipher(nonce, aad, data);
        int written;
        var nothing = stackalloc byte[BlockLength];
        fixed (byte* tagPointer = tag)
            LibCrypto.Check(LibCrypto.EVP_CIPHER_CTX_ctrl(_context.Pointer, LibCrypto.SetTag, tag.Length, tagPointer));

        var isAuthentic = LibCrypto.EVP_CipherFinal_ex(_context.Pointer, nothing, &written) == 1;
        GC.KeepAlive(_context);
        return isAuthentic;
    }

    public void Dispose() => _context.Dispose();

    // A null pointer means something else to EVP_CipherUpdate (as output: "this is AAD"; as input: "finish"), and an empty span
    // is pinned as null; so what is empty is not passed at all.
    private void Cipher(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data)
    {
        var context = _context.Pointer;
        int written;
        fixed (byte* noncePointer = nonce, aadPointer = aad, dataPointer = data)
        {
            LibCrypto.Check(LibCrypto.EVP_CipherInit_ex(context, 0, 0, null, noncePointer, KeepDirection));
            if (!aad.IsEmpty)
                LibCrypto.Check(LibCrypto.EVP_CipherUpdate(context, null, &written, aadPointer, aad.Length));

            if (!data.IsEmpty)
                LibCrypto.Check(LibCrypto.EVP_CipherUpdate(context, dataPointer, &written, dataPointer, data.Length));
        }
    }
}
