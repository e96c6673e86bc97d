using System.Buffers;
using System.Security.Cryptography;

namespace Protocols.Dtls;

/// <summary>
/// The hash of a certificate as SDP writes it: "sha-256 AA:BB:…" (RFC 8122 §5), upper case and of the right length.
/// SHA-1 and weaker are not understood: a fingerprint is all that ties the media to the signalling.
/// </summary>
public readonly record struct Fingerprint(string Algorithm, string Value)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    public static bool TryParse(ReadOnlySpan<char> text, out Fingerprint fingerprint)
    {
        fingerprint = default;
        text = text.Trim();
        var space = text.IndexOf(' ');
        if (space < 0 || KnownAlgorithm(text[..space]) is not { } algorithm)
            return false;

        var value = text[(space + 1)..].TrimStart();
        if (value.Length != (3 * HashLength(algorithm)) - 1)
            return false;

        for (var i = 0; i < value.Length; i++)
        {
            if (i % 3 == 2 ? value[i] != ':' : !HexDigits.Contains(value[i]))
                return false;
        }

        fingerprint = new Fingerprint(algorithm, value.ToString().ToUpperInvariant());
        return true;
    }

    /// <summary>The SHA-256 fingerprint of a certificate in DER.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> certificate) => new("sha-256", Hash("sha-256", certificate));

    /// <summary>Whether this is the fingerprint of that certificate (DER).</summary>
    public bool Matches(ReadOnlySpan<byte> certificate) =>
        KnownAlgorithm(Algorithm) is { } algorithm && string.Equals(Value, Hash(algorithm, certificate), StringComparison.Ordinal);

    public override string ToString() => $"{Algorithm} {Value}";

    private static string? KnownAlgorithm(ReadOnlySpan<char> name) =>
        name.Equals("sha-256", StringComparison.OrdinalIgnoreCase) ? "sha-256"
        : name.Equals("sha-384", StringComparison.OrdinalIgnoreCase) ? "sha-384"
        : name.Equals("sha-512", StringComparison.OrdinalIgnoreCase) ? "sha-512"
        : null;

    private static int HashLength(string algorithm) => algorithm switch
    {
        "sha-256" => SHA256.HashSizeInBytes,
        "sha-384" => SHA384.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };

    private static string Hash(string algorithm, ReadOnlySpan<byte> certificate)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var length = algorithm switch
        {
            "sha-256" => SHA256.HashData(certificate, hash),
            "sha-384" => SHA384.HashData(certificate, hash),
            _ => SHA512.HashData(certificate, hash),
        };

        return string.Create((3 * length) - 1, hash[..length], static (text, bytes) =>
        {
            text.Fill(':');
            for (var i = 0; i < bytes.Length; i++)
                Convert.TryToHexString(bytes.Slice(i, 1), text[(3 * i)..], out _);
        });
    }
}
