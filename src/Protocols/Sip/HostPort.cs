using System.Buffers;

namespace Protocols.Sip;

/// <summary>A host with or without a port, as URIs and Vias have it; IPv6 in brackets (RFC 5118 §4).</summary>
internal static class HostPort
{
    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789abcdefABCDEF:.%"u8);

    public static bool TryParse(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> host, out ushort port)
    {
        host = default;
        port = 0;
        if (text.IsEmpty)
            return false;

        ReadOnlySpan<byte> behind;
        if (text[0] == '[')
        {
            var close = text.IndexOf((byte)']');
            if (close < 3 || text[1..close].ContainsAnyExcept(AddressBytes))
                return false;

            host = text[1..close];
            behind = SipText.Trim(text[(close + 1)..]);
        }
        else
        {
            var colon = text.IndexOf((byte)':');
            host = SipText.Trim(colon < 0 ? text : text[..colon]);
            behind = colon < 0 ? [] : text[colon..];
            if (!IsName(host))
                return false;
        }

        if (behind.IsEmpty)
            return true;

        if (behind[0] != ':' || !SipText.TryNumber(SipText.Trim(behind[1..]), ushort.MaxValue, out var number))
            return false;

        port = (ushort)number;
        return true;
    }

    // Underscores are no part of a host name, but of many host names.
    private static bool IsName(ReadOnlySpan<byte> host)
    {
        foreach (var b in host)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'-' or (byte)'.' or (byte)'_'))
                return false;
        }

        return !host.IsEmpty;
    }
}
