namespace Protocols.Srtp.Crypto;

/// <summary>AES-128 in counter mode under one key: the same operation enciphers and deciphers.</summary>
internal interface IAesCounterMode : IDisposable
{
    /// <summary>The last two bytes of <paramref name="counter"/> are zero, so no packet is long enough to carry out of them.</summary>
    void Cipher(ReadOnlySpan<byte> counter, Span<byte> data);
}
