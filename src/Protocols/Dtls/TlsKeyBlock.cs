using System.Security.Cryptography;

namespace Protocols.Dtls;

/// <summary>The keys of a DTLS 1.2 association with AES-GCM, derived as the two ends did (RFC 5246 §6.3, RFC 5288 §3).</summary>
internal static class TlsKeyBlock
{
    public const int SaltLength = 4;
    public const int RandomLength = 32;

    private const int LongestHash = SHA384.HashSizeInBytes;

    /// <summary>Fills the block with: the client's key, the server's key, the client's salt, the server's salt.</summary>
    public static void Derive(HashAlgorithmName hash, ReadOnlySpan<byte> master, ReadOnlySpan<byte> clientRandom, ReadOnlySpan<byte> serverRandom, Span<byte> block)
    {
        Span<byte> seed = [.. "key expansion"u8, .. serverRandom, .. clientRandom];
        Expand(hash, master, seed, block);
    }

    // P_hash (RFC 5246 §5): A(i) is the HMAC of A(i-1), A(0) the seed; the output is the HMACs of A(i) with the seed behind it.
    private static void Expand(HashAlgorithmName hash, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> output)
    {
        Span<byte> text = stackalloc byte[LongestHash + 128];
        Span<byte> piece = stackalloc byte[LongestHash];
        var length = Mac(hash, secret, seed, text);
        while (!output.IsEmpty)
        {
            seed.CopyTo(text[length..]);
            var written = Math.Min(Mac(hash, secret, text[..(length + seed.Length)], piece), output.Length);
            piece[..written].CopyTo(output);
            output = output[written..];
            Mac(hash, secret, text[..length], piece);
            piece[..length].CopyTo(text);
        }

        text.Clear();
        piece.Clear();
    }

    private static int Mac(HashAlgorithmName hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> source, Span<byte> destination) =>
        hash == HashAlgorithmName.SHA384 ? HMACSHA384.HashData(key, source, destination) : HMACSHA256.HashData(key, source, destination);
}
