namespace Protocols.Srtp.Crypto;

/// <summary>AES-GCM under one key, with 12-byte nonces and 16-byte tags (NIST SP 800-38D), in place.</summary>
internal interface IAesGcm : IDisposable
{
    /// <summary>So much of whoever does it is worth bringing near: the key, where it is part of him.</summary>
    const int NearBytes = 384;

    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, Span<byte> tag);

    /// <summary>The same for data of which whole batches are still elsewhere: they belong behind the first batch.</summary>
    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> middle, Span<byte> data, Span<byte> tag)
    {
        if (!middle.IsEmpty)
            middle.CopyTo(data[SrtpSender.MiddleBatch..]);

        Seal(nonce, aad, data, tag);
    }

    /// <summary>If the tag is wrong, the data is left as anything at all and must not be looked at.</summary>
    bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag);
}
