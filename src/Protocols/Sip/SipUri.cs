using System.Text;

namespace Protocols.Sip;

/// <summary>
/// A look at a sip, sips or tel URI (RFC 3261 §19.1, RFC 3966). The user may be missing; a tel URI's number is its user and it has no host.
/// </summary>
public readonly ref struct SipUri
{
    public SipScheme Scheme { get; private init; }

    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>As written, escapes and all; empty if there is none.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>A name or an address; an IPv6 address without its brackets.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>0 if none is given.</summary>
    public ushort Port { get; private init; }

    /// <summary>Behind the host: transport, lr and the like.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>Behind the question mark.</summary>
    public ReadOnlySpan<byte> Headers { get; private init; }

    public string UserText => SipText.Unescaped(User);

    public string HostText => Encoding.ASCII.GetString(Host);

    public bool TryParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => SipParameters.TryFind(Parameters, name, out value);

    public static bool TryParse(ReadOnlySpan<byte> text, out SipUri uri)
    {
        uri = default;
        var colon = text.IndexOf((byte)':');
        if (colon <= 0 || !IsScheme(text[..colon]) || SipText.HasBlank(text) || text.ContainsAny("<>\""u8))
            return false;

        var rest = text[(colon + 1)..];
        var scheme = SchemeOf(text[..colon]);
        if (scheme == SipScheme.Other)
        {
            uri = new() { Text = text };
            return !rest.IsEmpty;
        }

        if (scheme == SipScheme.Tel)
            return TryNumber(text, rest, out uri);

        var question = HeadersAt(rest);
        var headers = question < 0 ? [] : rest[(question + 1)..];
        rest = question < 0 ? rest : rest[..question];

        var at = rest.LastIndexOf((byte)'@');
        var user = at < 0 ? [] : rest[..at];
        rest = rest[(at + 1)..];
        var secret = user.IndexOf((byte)':');
        if (secret >= 0)
            user = user[..secret];

        var semicolon = rest.IndexOf((byte)';');
        var parameters = semicolon < 0 ? [] : rest[(semicolon + 1)..];
        if (!HostPort.TryParse(semicolon < 0 ? rest : rest[..semicolon], out var host, out var port))
            return false;

        uri = new() { Scheme = scheme, Text = text, User = user, Host = host, Port = port, Parameters = parameters, Headers = headers };
        return true;
    }

    /// <summary>
    /// Whether both lead to the same place (RFC 3261 §19.1.4): user exactly, host in any case, port, and the parameters that
    /// change where a request goes.
    /// </summary>
    public bool LeadsWhere(in SipUri other) =>
        Scheme == other.Scheme && Port == other.Port && Ascii.EqualsIgnoreCase(Host, other.Host)
        && (User.SequenceEqual(other.User) || string.Equals(UserText, other.UserText, StringComparison.Ordinal))
        && SameParameter(other, "transport"u8) && SameParameter(other, "maddr"u8) && SameParameter(other, "user"u8);

    private bool SameParameter(in SipUri other, ReadOnlySpan<byte> name) =>
        TryParameter(name, out var mine) == other.TryParameter(name, out var theirs) && Ascii.EqualsIgnoreCase(mine, theirs);

    private static bool TryNumber(ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, out SipUri uri)
    {
        var semicolon = rest.IndexOf((byte)';');
        var number = semicolon < 0 ? rest : rest[..semicolon];
        uri = new() { Scheme = SipScheme.Tel, Text = text, User = number, Parameters = semicolon < 0 ? [] : rest[(semicolon + 1)..] };
        return !number.IsEmpty;
    }

    // A user part may hold a question mark (§25.1); the one that counts stands behind the last @.
    private static int HeadersAt(ReadOnlySpan<byte> rest)
    {
        var at = rest.IndexOf((byte)'@');
        var question = rest[(at + 1)..].IndexOf((byte)'?');
        return question < 0 ? -1 : question + at + 1;
    }

    private static SipScheme SchemeOf(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "sip"u8) ? SipScheme.Sip
        : Ascii.EqualsIgnoreCase(name, "sips"u8) ? SipScheme.Sips
        : Ascii.EqualsIgnoreCase(name, "tel"u8) ? SipScheme.Tel
        : SipScheme.Other;

    private static bool IsScheme(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return false;
        }

        return char.IsAsciiLetter((char)name[0]);
    }
}
