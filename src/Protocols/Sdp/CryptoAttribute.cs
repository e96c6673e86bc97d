using System.Globalization;

namespace Protocols.Sdp;

/// <summary>
/// <c>a=crypto</c>: an SRTP suite and its key in clear (RFC 4568 §9.1), as telephones and room systems use it. The text is secret.
/// </summary>
public sealed record CryptoAttribute(int Tag, string Suite, string KeyParameters, string SessionParameters)
{
    public static bool TryParse(string value, out CryptoAttribute crypto)
    {
        crypto = new(0, "", "", "");
        var parts = value.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var tag))
            return false;

        crypto = new(tag, parts[1], parts[2], parts.Length == 4 ? parts[3] : "");
        return true;
    }

    /// <summary>The whole attribute value, key included.</summary>
    public string ToAttributeValue() =>
        SessionParameters.Length == 0 ? $"{Tag} {Suite} {KeyParameters}" : $"{Tag} {Suite} {KeyParameters} {SessionParameters}";

    /// <summary>Never the key: this is what ends up in a log.</summary>
    public override string ToString() => $"{Tag} {Suite} «redacted»";
}
