using System.Text;

namespace Protocols.Sip;

/// <summary>The header fields that anything here asks for. All others are <see cref="Other"/> and found by their name.</summary>
public enum SipHeader : byte
{
    Other,
    Accept,
    Allow,
    AllowEvents,
    AuthenticationInfo,
    Authorization,
    CallId,
    Contact,
    ContentDisposition,
    ContentEncoding,
    ContentLength,
    ContentType,
    CSeq,
    Event,
    Expires,
    From,
    MaxForwards,
    MinExpires,
    MinSE,
    PAssertedIdentity,
    Path,
    Privacy,
    ProxyAuthenticate,
    ProxyAuthorization,
    ProxyRequire,
    RAck,
    Reason,
    RecordRoute,
    ReferredBy,
    ReferTo,
    RemotePartyId,
    Replaces,
    Require,
    RetryAfter,
    Route,
    RSeq,
    Server,
    SessionExpires,
    Subject,
    SubscriptionState,
    Supported,
    To,
    Unsupported,
    UserAgent,
    Via,
    Warning,
    WwwAuthenticate,
}

/// <summary>Names of header fields on the wire: written in full, read in full or compact (RFC 3261 §7.3.3), in any case.</summary>
public static class SipHeaderNames
{
    private static readonly byte[][] Names = [.. Enum.GetValues<SipHeader>().Select(WireName)];
    private static readonly SipHeader[][] ByLength = Grouped();

    public static ReadOnlySpan<byte> Name(this SipHeader header) => Names[(int)header];

    public static SipHeader Of(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1)
            return OfCompact(name[0]);

        if (name.Length >= ByLength.Length)
            return SipHeader.Other;

        foreach (var candidate in ByLength[name.Length])
        {
            if (Ascii.EqualsIgnoreCase(name, Names[(int)candidate]))
                return candidate;
        }

        return SipHeader.Other;
    }

    private static SipHeader OfCompact(byte letter) => (char)(letter | 0x20) switch
    {
        'b' => SipHeader.ReferredBy,
        'c' => SipHeader.ContentType,
        'e' => SipHeader.ContentEncoding,
        'f' => SipHeader.From,
        'i' => SipHeader.CallId,
        'k' => SipHeader.Supported,
        'l' => SipHeader.ContentLength,
        'm' => SipHeader.Contact,
        'o' => SipHeader.Event,
        'r' => SipHeader.ReferTo,
        's' => SipHeader.Subject,
        't' => SipHeader.To,
        'u' => SipHeader.AllowEvents,
        'v' => SipHeader.Via,
        'x' => SipHeader.SessionExpires,
        _ => SipHeader.Other,
    };

    // CallId is Call-ID: a hyphen before every capital but the first, and the few that are spelt otherwise.
    private static byte[] WireName(SipHeader header) => header switch
    {
        SipHeader.CallId => "Call-ID"u8.ToArray(),
        SipHeader.CSeq => "CSeq"u8.ToArray(),
        SipHeader.MinSE => "Min-SE"u8.ToArray(),
        SipHeader.RAck => "RAck"u8.ToArray(),
        SipHeader.RSeq => "RSeq"u8.ToArray(),
        SipHeader.RemotePartyId => "Remote-Party-ID"u8.ToArray(),
        SipHeader.WwwAuthenticate => "WWW-Authenticate"u8.ToArray(),
        _ => Encoding.ASCII.GetBytes(string.Concat(header.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}"))),
    };

    private static SipHeader[][] Grouped()
    {
        var groups = new SipHeader[Names.Max(name => name.Length) + 1][];
        for (var length = 0; length < groups.Length; length++)
            groups[length] = [.. Enum.GetValues<SipHeader>().Where(header => header != SipHeader.Other && Names[(int)header].Length == length)];

        return groups;
    }
}
