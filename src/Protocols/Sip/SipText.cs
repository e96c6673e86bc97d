using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Protocols.Sip;

/// <summary>The smallest pieces of SIP's grammar (RFC 3261 §25.1). A folded line's end counts as a blank, so nothing is unfolded.</summary>
internal static class SipText
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~"u8);

    private static readonly SearchValues<char> UserCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()&=+$,;?/");

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsBlank(text[start]))
            start++;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return text[start..end];
    }

    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public static bool HasBlank(ReadOnlySpan<byte> text) => text.ContainsAny(Blanks);

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    public static bool TryNumber(ReadOnlySpan<byte> text, uint max, out uint number)
    {
        number = 0;
        return !text.IsEmpty && text[0] is >= (byte)'0' and <= (byte)'9'
            && Utf8Parser.TryParse(text, out number, out var used) && used == text.Length && number <= max;
    }

    /// <summary>
    /// Where the first of <paramref name="wanted"/> stands outside quotes and, if asked for, outside angle brackets; -1 if nowhere.
    /// </summary>
    public static int IndexOutside(ReadOnlySpan<byte> text, byte wanted, bool skipAngles = true)
    {
        var quoted = false;
        var angled = false;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (quoted)
            {
                if (b == '\\')
                    i++;
                else if (b == '"')
                    quoted = false;
            }
            else if (b == '"')
            {
                quoted = true;
            }
            else if (angled)
            {
                angled = b != '>';
            }
            else if (b == wanted)
            {
                return i;
            }
            else if (b == '<' && skipAngles)
            {
                angled = true;
            }
        }

        return -1;
    }

    /// <summary>Cuts the next element off a comma-separated list; elements may be empty.</summary>
    public static ReadOnlySpan<byte> CutElement(scoped ref ReadOnlySpan<byte> list)
    {
        var comma = IndexOutside(list, (byte)',');
        var element = comma < 0 ? list : list[..comma];
        list = comma < 0 ? [] : list[(comma + 1)..];
        return Trim(element);
    }

    /// <summary>The inside of a quoted string with its escapes undone, or the text itself.</summary>
    public static string Unquoted(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            return Encoding.UTF8.GetString(text);

        var inside = text[1..^1];
        if (!inside.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(inside);

        var plain = new byte[inside.Length];
        var length = 0;
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '\\' && i + 1 < inside.Length)
                i++;
            plain[length++] = inside[i];
        }

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    /// <summary>Undoes %41 (RFC 3986 §2.1). What is no proper escape stands for itself.</summary>
    public static string Unescaped(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'%'))
            return Encoding.UTF8.GetString(text);

        var plain = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && Utf8Parser.TryParse(text.Slice(i + 1, 2), out byte value, out var used, 'x') && used == 2)
            {
                plain[length++] = value;
                i += 2;
            }
            else
            {
                plain[length++] = text[i];
            }
        }

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    /// <summary>Text as a URI's user part may have it (RFC 3261 §25.1).</summary>
    public static string Escaped(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(UserCharacters) < 0)
            return text;

        var written = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (UserCharacters.Contains((char)b))
                written.Append((char)b);
            else
                written.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return written.ToString();
    }

    /// <summary>Whether a comma-separated header value names the token, in any case (option tags, methods).</summary>
    public static bool Lists(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        while (!list.IsEmpty)
        {
            if (Ascii.EqualsIgnoreCase(CutElement(ref list), token))
                return true;
        }

        return false;
    }
}
