using System.Text;

namespace Protocols.Sip;

/// <summary>A look at one Via (RFC 3261 §20.42): the way that a request came and its response goes back.</summary>
public readonly ref struct SipVia
{
    private static ReadOnlySpan<byte> Cookie => "z9hG4bK"u8;

    /// <summary>UDP, TCP, TLS or any other word.</summary>
    public ReadOnlySpan<byte> Transport { get; private init; }

    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>0 if none is given.</summary>
    public ushort Port { get; private init; }

    /// <summary>From the first semicolon on.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    public ReadOnlySpan<byte> Branch { get; private init; }

    /// <summary>Whether the sender wants the answer where the request came from (RFC 3581).</summary>
    public bool HasRport { get; private init; }

    /// <summary>Whether the branch alone tells transactions apart. The bare cookie does not (RFC 4475 §3.2.1).</summary>
    public bool IsUnique => Branch.Length > Cookie.Length && Ascii.EqualsIgnoreCase(Branch[..Cookie.Length], Cookie);

    /// <summary>Reads the first Via of a line; <paramref name="rest"/> begins with the comma if more follow.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipVia via, out ReadOnlySpan<byte> rest)
    {
        via = default;
        var comma = SipText.IndexOutside(text, (byte)',', skipAngles: false);
        rest = comma < 0 ? [] : text[comma..];
        text = SipText.Trim(comma < 0 ? text : text[..comma]);

        // The protocol's three parts may stand apart: "SIP  / 2.0 /  UDP first.example.com".
        if (!TryCut(ref text, (byte)'/', out var name) || !TryCut(ref text, (byte)'/', out var version)
            || !Ascii.EqualsIgnoreCase(name, "SIP"u8) || !version.SequenceEqual("2.0"u8))
        {
            return false;
        }

        text = SipText.Trim(text);
        var blank = text.IndexOfAny(" \t\r\n"u8);
        if (blank <= 0 || !SipText.IsToken(text[..blank]))
            return false;

        var transport = text[..blank];
        text = SipText.Trim(text[blank..]);
        var semicolon = text.IndexOf((byte)';');
        var parameters = semicolon < 0 ? [] : text[semicolon..];
        if (!HostPort.TryParse(SipText.Trim(semicolon < 0 ? text : text[..semicolon]), out var host, out var port))
            return false;

        ReadOnlySpan<byte> branch = default;
        var rport = false;
        for (var left = parameters; !left.IsEmpty;)
        {
            left = left[1..];
            var end = SipText.IndexOutside(left, (byte)';', skipAngles: false);
            var pair = SipText.Trim(end < 0 ? left : left[..end]);
            left = end < 0 ? [] : left[end..];
            var equals = pair.IndexOf((byte)'=');
            var key = equals < 0 ? pair : SipText.Trim(pair[..equals]);
            if (key.IsEmpty)
                return false;

            if (Ascii.EqualsIgnoreCase(key, "branch"u8) && equals >= 0)
                branch = SipText.Trim(pair[(equals + 1)..]);
            else if (Ascii.EqualsIgnoreCase(key, "rport"u8))
                rport = true;
        }

        via = new() { Transport = transport, Host = host, Port = port, Parameters = parameters, Branch = branch, HasRport = rport };
        return true;
    }

    private static bool TryCut(ref ReadOnlySpan<byte> text, byte delimiter, out ReadOnlySpan<byte> part)
    {
        var at = text.IndexOf(delimiter);
        part = SipText.Trim(at < 0 ? text : text[..at]);
        if (at < 0)
            return false;

        text = text[(at + 1)..];
        return true;
    }
}
