namespace Protocols.Dtmf;

/// <summary>A digit in the body of a SIP INFO, in either of the two forms that telephones use: <c>Signal=5, Duration=160</c>, or the digit alone.</summary>
public readonly record struct DtmfInfo(DtmfDigit Digit, TimeSpan Duration)
{
    public const string RelayType = "application/dtmf-relay";
    public const string PlainType = "application/dtmf";

    private const int LongestBody = 256;
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(160);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    public static bool IsDtmf(ReadOnlySpan<char> contentType)
    {
        var type = BareType(contentType);
        return type.Equals(RelayType, StringComparison.OrdinalIgnoreCase) || type.Equals(PlainType, StringComparison.OrdinalIgnoreCase);
    }

    public static bool TryParse(ReadOnlySpan<char> contentType, ReadOnlySpan<byte> body, out DtmfInfo info)
    {
        info = default;
        if (!IsDtmf(contentType) || body.Length > LongestBody)
            return false;

        Span<char> text = stackalloc char[body.Length];
        for (var i = 0; i < body.Length; i++)
            text[i] = (char)body[i];

        var (digit, duration) = (default(DtmfDigit?), Usual);
        foreach (var range in ((ReadOnlySpan<char>)text).SplitAny('\r', '\n'))
        {
            ReadOnlySpan<char> line = text[range].Trim();
            var equals = line.IndexOf('=');
            var value = line[(equals + 1)..].Trim();
            if (line.IsEmpty || value.IsEmpty)
                continue;

            if (equals < 0 || line[..equals].Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))
                digit ??= DigitOf(value);
            else if (line[..equals].Trim().Equals("Duration", StringComparison.OrdinalIgnoreCase) && int.TryParse(value, out var milliseconds) && milliseconds > 0)
                duration = TimeSpan.FromMilliseconds(Math.Min(milliseconds, Longest.TotalMilliseconds));
        }

        if (digit is not { } found)
            return false;

        info = new DtmfInfo(found, duration);
        return true;
    }

    /// <summary>The body of the relay form.</summary>
    public override string ToString() => $"Signal={Digit.Symbol}\r\nDuration={(int)Duration.TotalMilliseconds}\r\n";

    /// <summary>A symbol, or an event code of two figures: some say 10 for the star and 11 for the hash.</summary>
    private static DtmfDigit? DigitOf(ReadOnlySpan<char> value)
    {
        if (value.Length == 1 && DtmfDigit.TryFromSymbol(value[0], out var digit))
            return digit;

        return value.Length == 2 && int.TryParse(value, out var code) && DtmfDigit.TryFromEvent(code, out digit) ? digit : null;
    }

    private static ReadOnlySpan<char> BareType(ReadOnlySpan<char> contentType)
    {
        var parameters = contentType.IndexOf(';');
        return (parameters < 0 ? contentType : contentType[..parameters]).Trim();
    }
}
