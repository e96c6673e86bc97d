using System.Buffers;

namespace Protocols.Sip.Trunks;

/// <summary>
/// How one kind of number is written on a trunk, as a line that an operator reads aloud: <c>+86... -> 0...</c>. On the left stand digits as
/// they are, x for any digit, and ... for any rest; on the right digits as they are and ... for what x and ... stood for. On the right
/// "no" forbids such numbers.
/// </summary>
public sealed record NumberRule
{
    private const string Rest = "...";
    private const string Arrow = "->";

    private static readonly SearchValues<char> Keys = SearchValues.Create("0123456789*#");

    private NumberRule(string prefix, int anyDigits, bool hasRest, string before, bool repeatsRest, string after, bool isForbidden) =>
        (Prefix, AnyDigits, HasRest, Before, RepeatsRest, After, IsForbidden) = (prefix, anyDigits, hasRest, before, repeatsRest, after, isForbidden);

    public bool IsForbidden { get; }

    private string Prefix { get; }

    private int AnyDigits { get; }

    private bool HasRest { get; }

    private string Before { get; }

    private bool RepeatsRest { get; }

    private string After { get; }

    public static bool TryParse(string text, out NumberRule? rule)
    {
        rule = null;
        var arrow = text.IndexOf(Arrow, StringComparison.Ordinal);
        if (arrow < 0)
            return false;

        var pattern = text[..arrow].Trim();
        var hasRest = pattern.EndsWith(Rest, StringComparison.Ordinal);
        if (hasRest)
            pattern = pattern[..^Rest.Length];
        var prefix = pattern.TrimEnd('x', 'X');
        if (!IsNumber(prefix) || (pattern.Length == 0 && !hasRest))
            return false;

        var target = text[(arrow + Arrow.Length)..].Trim();
        var isForbidden = string.Equals(target, "no", StringComparison.OrdinalIgnoreCase);
        var rest = isForbidden ? -1 : target.IndexOf(Rest, StringComparison.Ordinal);
        var before = isForbidden ? "" : rest < 0 ? target : target[..rest];
        var after = rest < 0 ? "" : target[(rest + Rest.Length)..];
        if (!IsNumber(before) || !IsNumber(after) || (!isForbidden && target.Length == 0) || after.Contains('+', StringComparison.Ordinal))
            return false;

        rule = new(prefix, pattern.Length - prefix.Length, hasRest, before, rest >= 0, after, isForbidden);
        return true;
    }

    public bool Fits(string number)
    {
        if (!number.StartsWith(Prefix, StringComparison.Ordinal) || number.Length < Prefix.Length + AnyDigits)
            return false;

        return number.AsSpan(Prefix.Length, AnyDigits).IndexOfAnyExceptInRange('0', '9') < 0 && (HasRest || number.Length == Prefix.Length + AnyDigits);
    }

    /// <summary>A number that fits, as the trunk is to have it.</summary>
    public string Rewrite(string number) => RepeatsRest ? $"{Before}{number.AsSpan(Prefix.Length)}{After}" : Before;

    private static bool IsNumber(string text) => text.AsSpan(text.StartsWith('+') ? 1 : 0).IndexOfAnyExcept(Keys) < 0;
}
