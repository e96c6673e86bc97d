using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SignalingHost.Rest.Authentication;

/// <summary>Name and password of an Authorization header (RFC 7617).</summary>
internal sealed record BasicCredentials(string Name, string Password)
{
    private const string Scheme = "Basic ";
    private const int Longest = 1024;

    public static bool TryParse(string header, [NotNullWhen(true)] out BasicCredentials? credentials)
    {
        credentials = null;
        if (header.Length > Longest || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;

        var encoded = header[Scheme.Length..].Trim();
        if (!Base64.IsValid(encoded))
            return false;

        var text = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
            return false;

        credentials = new(text[..colon], text[(colon + 1)..]);
        return true;
    }
}
