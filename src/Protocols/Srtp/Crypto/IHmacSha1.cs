namespace Protocols.Srtp.Crypto;

/// <summary>HMAC-SHA1 under one key of 20 bytes (RFC 2104).</summary>
internal interface IHmacSha1 : IDisposable
{
    const int DigestLength = 20;

    void Compute(ReadOnlySpan<byte> message, Span<byte> digest);
}
