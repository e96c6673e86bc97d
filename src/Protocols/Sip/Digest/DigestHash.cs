using System.Security.Cryptography;
using System.Text;

namespace Protocols.Sip.Digest;

/// <summary>The arithmetic of digests (RFC 7616 §3.4.1): hashes as lower-case hexadecimal text, parts joined by colons.</summary>
public static class DigestHash
{
    /// <summary>The longest hash as text.</summary>
    public const int MaxLength = 64;

    private const int StackLimit = 1_024;

    public static int LengthOf(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? 64 : 32;

    public static ReadOnlySpan<byte> Name(this DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? "SHA-256"u8 : "MD5"u8;

    /// <summary>What is kept in place of the password: the hash of user, realm and password.</summary>
    public static string Secret(DigestAlgorithm algorithm, string user, string realm, string password)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        var length = Hash(algorithm, text, Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(realm), Encoding.UTF8.GetBytes(password));
        return Encoding.ASCII.GetString(text[..length]);
    }

    /// <summary>Writes what proves that somebody knows the secret; without a nonce count it is the proof of RFC 2069.</summary>
    public static int Proof(
        DigestAlgorithm algorithm,
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> method,
        ReadOnlySpan<byte> uri,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> nonceCount,
        ReadOnlySpan<byte> clientNonce,
        Span<byte> into)
    {
        Span<byte> action = stackalloc byte[MaxLength];
        var length = Hash(algorithm, action, method, uri);
        return nonceCount.IsEmpty
            ? Hash(algorithm, into, secret, nonce, action[..length])
            : Hash(algorithm, into, secret, nonce, nonceCount, clientNonce, "auth"u8, action[..length]);
    }

    private static int Hash(
        DigestAlgorithm algorithm,
        Span<byte> into,
        ReadOnlySpan<byte> a,
        ReadOnlySpan<byte> b,
        ReadOnlySpan<byte> c = default,
        ReadOnlySpan<byte> d = default,
        ReadOnlySpan<byte> e = default,
        ReadOnlySpan<byte> f = default)
    {
        var total = a.Length + b.Length + c.Length + d.Length + e.Length + f.Length + 5;
        var text = total <= StackLimit ? stackalloc byte[StackLimit] : new byte[total];
        var length = Join(text, 0, a);
        length = Join(text, length, b);
        if (!c.IsEmpty)
            length = Join(text, length, c);
        if (!d.IsEmpty)
        {
            length = Join(text, length, d);
            length = Join(text, length, e);
            length = Join(text, length, f);
        }

        Span<byte> hash = stackalloc byte[32];
        var size = algorithm == DigestAlgorithm.Sha256 ? SHA256.HashData(text[..length], hash) : MD5.HashData(text[..length], hash);
        Convert.TryToHexStringLower(hash[..size], into, out var written);
        return written;
    }

    private static int Join(Span<byte> text, int length, ReadOnlySpan<byte> part)
    {
        if (length > 0)
            text[length++] = (byte)':';
        part.CopyTo(text[length..]);
        return length + part.Length;
    }
}
