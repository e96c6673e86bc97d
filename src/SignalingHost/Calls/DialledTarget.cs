using System.Text;
using Protocols.Sip;

namespace SignalingHost.Calls;

/// <summary>
/// What somebody dialled: a meeting's number, perhaps with its password behind a star or a hash, or an access number, where a voice asks for
/// the rest. Terminals put either into the user part of the address.
/// </summary>
internal readonly record struct DialledTarget(string Meeting, string? Password)
{
    private const int Longest = 64;

    public static bool TryRead(string dialled, out DialledTarget target)
    {
        target = default;
        var text = dialled.Trim();
        var cut = text.IndexOfAny(['*', '#']);
        var meeting = cut < 0 ? text : text[..cut];

        // Some keypads end every number with a hash.
        var password = cut < 0 ? "" : text[(cut + 1)..].TrimEnd('#');
        if (meeting.Length is 0 or > Longest || password.Length > Longest)
            return false;

        target = new(meeting, password.Length == 0 ? null : password);
        return true;
    }

    /// <summary>The number in a SIP address of this server; other numbers and addresses are left as they are.</summary>
    public static string UserOf(string number, string realm)
    {
        var user = number.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? number[4..] : number;
        var at = user.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
            return user;

        return user[(at + 1)..].Equals(realm, StringComparison.OrdinalIgnoreCase) ? user[..at] : number;
    }

    /// <summary>The number in a sip, sips or tel address, where the address is one of this server's.</summary>
    public static bool TryNumberOf(string address, IEnumerable<string> homes, out string number)
    {
        number = "";
        if (!SipUri.TryParse(Encoding.UTF8.GetBytes(address), out var uri) || uri.Scheme == SipScheme.Other)
            return false;

        var user = uri.UserText;
        var semicolon = user.IndexOf(';', StringComparison.Ordinal);
        number = semicolon < 0 ? user : user[..semicolon];
        return number.Length > 0 && (uri.Scheme == SipScheme.Tel || homes.Contains(uri.HostText, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The same number, whether or not it is written with a plus.</summary>
    public static bool IsSame(string one, string other) => other.Length > 0 && one.AsSpan().TrimStart('+').SequenceEqual(other.AsSpan().TrimStart('+'));

    public override string ToString() => "«redacted»";
}
