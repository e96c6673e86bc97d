using System.Buffers;

namespace Protocols.Sip.Trunks;

/// <summary>
/// A telephone number as somebody typed it, without what is only there to be read, and the digits to send when it is answered: an
/// extension, an access code. They begin at the first comma, semicolon, p or w, each of which is a pause as telephones have it.
/// </summary>
public readonly record struct DialledNumber
{
    /// <summary>The longest number of E.164 has 15 digits; prefixes of trunks and feature codes come on top.</summary>
    public const int MaxLength = 32;

    public const int MaxDigitsBehind = 48;

    private static readonly SearchValues<char> Pauses = SearchValues.Create(",;pPwW");

    private DialledNumber(string number, string digitsBehind) => (Number, DigitsBehind) = (number, digitsBehind);

    /// <summary>Digits, stars and hashes, perhaps behind a plus.</summary>
    public string Number { get; }

    /// <summary>As <see cref="Dtmf.DtmfSender"/> takes them: a comma is a pause. Empty if there are none.</summary>
    public string DigitsBehind { get; }

    public static bool TryParse(ReadOnlySpan<char> text, out DialledNumber dialled)
    {
        dialled = default;
        text = text.Trim();
        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            text = text[4..];

        var end = text.IndexOfAny(Pauses);
        var behind = end < 0 ? [] : text[end..];
        Span<char> number = stackalloc char[MaxLength];
        Span<char> digits = stackalloc char[MaxDigitsBehind];
        if (!TryKeep(end < 0 ? text : text[..end], number, isBehind: false, out var length) || !TryKeep(behind, digits, isBehind: true, out var more))
            return false;

        if (length == 0 || (length == 1 && number[0] == '+'))
            return false;

        dialled = new(new(number[..length]), new string(digits[..more]).TrimEnd(','));
        return true;
    }

    public override string ToString() => "«redacted»";

    private static bool TryKeep(ReadOnlySpan<char> text, Span<char> into, bool isBehind, out int length)
    {
        length = 0;
        foreach (var symbol in text)
        {
            if (symbol is ' ' or '-' or '.' or '(' or ')' or '/')
                continue;

            var kept = symbol switch
            {
                '+' when length == 0 && !isBehind => symbol,
                '*' or '#' or (>= '0' and <= '9') => symbol,
                ',' or ';' or 'p' or 'P' or 'w' or 'W' when isBehind => ',',
                _ => '\0',
            };
            if (kept == '\0' || length == into.Length)
                return false;

            into[length++] = kept;
        }

        return true;
    }
}
