namespace Protocols.Sip;

/// <summary>
/// A look at From, To, Contact and their like: a name, an address, and what stands behind it. Terminals write it with and without
/// brackets, quotes, users and blanks; all of that is read. A URI without brackets must not have headers or commas (RFC 3261 §20).
/// </summary>
public readonly ref struct NameAddress
{
    private NameAddress(ReadOnlySpan<byte> display, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> parameters)
    {
        Display = display;
        Uri = uri;
        Parameters = parameters;
    }

    /// <summary>With its quotes, if it has any.</summary>
    public ReadOnlySpan<byte> Display { get; }

    public ReadOnlySpan<byte> Uri { get; }

    public ReadOnlySpan<byte> Parameters { get; }

    public string DisplayText => SipText.Unquoted(Display);

    public ReadOnlySpan<byte> Tag => TryParameter("tag"u8, out var tag) ? tag : default;

    public bool TryParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => SipParameters.TryFind(Parameters, name, out value);

    public static bool TryParse(ReadOnlySpan<byte> text, out NameAddress address)
    {
        address = default;
        text = SipText.Trim(text);
        var open = SipText.IndexOutside(text, (byte)'<', skipAngles: false);
        if (open < 0)
            return TryBare(text, out address);

        var close = text[open..].IndexOf((byte)'>');
        if (close < 0)
            return false;

        var behind = SipText.Trim(text[(open + close + 1)..]);
        if (!behind.IsEmpty && behind[0] != ';')
            return false;

        var uri = SipText.Trim(text.Slice(open + 1, close - 1));
        address = new(SipText.Trim(text[..open]), uri, behind);
        return !uri.IsEmpty;
    }

    private static bool TryBare(ReadOnlySpan<byte> text, out NameAddress address)
    {
        var semicolon = text.IndexOf((byte)';');
        var uri = SipText.Trim(semicolon < 0 ? text : text[..semicolon]);
        address = new([], uri, semicolon < 0 ? [] : text[semicolon..]);
        return !uri.IsEmpty && !uri.ContainsAny("?,\"<>"u8) && !SipText.HasBlank(uri);
    }
}
