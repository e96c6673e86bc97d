using System.Security.Cryptography;

namespace Protocols.Srtp.Crypto;

/// <summary>AES-GCM by .NET: the oracle of the tests and the last resort; it costs four times libcrypto used directly.</summary>
internal sealed class PlatformAesGcm(ReadOnlySpan<byte> key) : IAesGcm
{
    private const int TagLength = 16;

    private readonly AesGcm _gcm = new(key, TagLength);

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, Span<byte> tag) =>
        _gcm.Encrypt(nonce, data, data, tag, aad);

    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        try
        {
            _gcm.Decrypt(nonce, data, tag, data, aad);
            return true;
        }
        catch (AuthenticationTagMismatchException)      // .NET has no other way to say so.
        {
            return false;
        }
    }

    public void Dispose() => _gcm.Dispose();
}
