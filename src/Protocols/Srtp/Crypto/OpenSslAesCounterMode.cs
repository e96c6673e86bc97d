using Protocols.OpenSsl;

namespace Protocols.Srtp.Crypto;

/// <summary>AES-128 in counter mode by libcrypto, with one context kept per key.</summary>
internal sealed unsafe class OpenSslAesCounterMode(ReadOnlySpan<byte> key) : IAesCounterMode
{
    private const int KeepDirection = -1;

    private readonly EvpCipherContext _context = EvpCipherContext.Create(LibCrypto.EVP_aes_128_ctr(), key, encrypt: true);

    public void Cipher(ReadOnlySpan<byte> counter, Span<byte> data)
    {
        if (data.IsEmpty)
            return;

        int written;
        fixed (byte* counterPointer = counter, dataPointer = data)
        {
            LibCrypto.Check(LibCrypto.EVP_CipherInit_ex(_context.Pointer, 0, 0, null, counterPointer, KeepDirection));
            LibCrypto.Check(LibCrypto.EVP_CipherUpdate(_context.Pointer, dataPointer, &written, dataPointer, data.Length));
        }

        GC.KeepAlive(_context);
    }

    public void Dispose() => _context.Dispose();
}
