using System.Security.Cryptography;

namespace Protocols.Srtp.Crypto;

/// <summary>HMAC-SHA1 by .NET, one reused object per key.</summary>
internal sealed class PlatformHmacSha1(ReadOnlySpan<byte> key) : IHmacSha1
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);

    public void Compute(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        _hash.AppendData(message);
        _hash.GetHashAndReset(digest);
    }

    public void Dispose() => _hash.Dispose();
}
