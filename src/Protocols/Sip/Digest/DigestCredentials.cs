using System.Text;

namespace Protocols.Sip.Digest;

/// <summary>A look at an Authorization header: who says he is who, and his proof (RFC 7616 §3.4).</summary>
public readonly ref struct DigestCredentials
{
    public ReadOnlySpan<byte> User { get; private init; }

    public ReadOnlySpan<byte> Realm { get; private init; }

    public ReadOnlySpan<byte> Nonce { get; private init; }

    public ReadOnlySpan<byte> Uri { get; private init; }

    public ReadOnlySpan<byte> Proof { get; private init; }

    public DigestAlgorithm Algorithm { get; private init; }

    /// <summary>Eight hexadecimal digits; empty if the terminal speaks RFC 2069 (no qop).</summary>
    public ReadOnlySpan<byte> NonceCount { get; private init; }

    public ReadOnlySpan<byte> ClientNonce { get; private init; }

    public string UserText => SipText.Unquoted(User);

    /// <summary>False for other schemes, algorithms we never offered, and what lacks a part.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out DigestCredentials credentials)
    {
        credentials = default;
        if (!TryCutScheme(ref value))
            return false;

        ReadOnlySpan<byte> user = default, realm = default, nonce = default, uri = default, proof = default, count = default, cnonce = default, qop = default;
        ReadOnlySpan<byte> algorithm = "MD5"u8;
        foreach (var field in new SipParameters(value, ','))
        {
            if (Ascii.EqualsIgnoreCase(field.Name, "username"u8))
                user = field.Value;
            else if (Ascii.EqualsIgnoreCase(field.Name, "realm"u8))
                realm = Inside(field.Value);
            else if (Ascii.EqualsIgnoreCase(field.Name, "nonce"u8))
                nonce = Inside(field.Value);
            else if (Ascii.EqualsIgnoreCase(field.Name, "uri"u8))
                uri = Inside(field.Value);
            else if (Ascii.EqualsIgnoreCase(field.Name, "response"u8))
                proof = Inside(field.Value);
            else if (Ascii.EqualsIgnoreCase(field.Name, "algorithm"u8))
                algorithm = Inside(field.Value);
            else if (Ascii.EqualsIgnoreCase(field.Name, "qop"u8))
                qop = Inside(field.Value);
            else if (Ascii.EqualsIgnoreCase(field.Name, "nc"u8))
                count = Inside(field.Value);
            else if (Ascii.EqualsIgnoreCase(field.Name, "cnonce"u8))
                cnonce = Inside(field.Value);
        }

        if (user.IsEmpty || nonce.IsEmpty || uri.IsEmpty || !TryAlgorithm(algorithm, out var known) || proof.Length != DigestHash.LengthOf(known))
            return false;

        if (!qop.IsEmpty && (!Ascii.EqualsIgnoreCase(qop, "auth"u8) || count.Length != 8 || cnonce.IsEmpty))
            return false;

        credentials = new()
        {
            User = user,
            Realm = realm,
            Nonce = nonce,
            Uri = uri,
            Proof = proof,
            Algorithm = known,
            NonceCount = qop.IsEmpty ? [] : count,
            ClientNonce = cnonce,
        };
        return true;
    }

    internal static bool TryAlgorithm(ReadOnlySpan<byte> name, out DigestAlgorithm algorithm)
    {
        algorithm = Ascii.EqualsIgnoreCase(name, "SHA-256"u8) ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return algorithm == DigestAlgorithm.Sha256 || Ascii.EqualsIgnoreCase(name, "MD5"u8);
    }

    internal static bool TryCutScheme(ref ReadOnlySpan<byte> value)
    {
        value = SipText.Trim(value);
        if (value.Length < 8 || !Ascii.EqualsIgnoreCase(value[..6], "Digest"u8) || !SipText.IsBlank(value[6]))
            return false;

        value = value[7..];
        return true;
    }

    // Digests are made of the text between the quotes as it stands there, escapes and all (RFC 7616 §3.4).
    internal static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
}
