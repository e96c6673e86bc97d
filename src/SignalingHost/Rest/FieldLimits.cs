namespace SignalingHost.Rest;

/// <summary>How long texts of accounts may be. What is too long is refused, never cut.</summary>
internal static class FieldLimits
{
    public const int Name = 96;
    public const int Login = 255;
    public const int ShortText = 128;
    public const int LongText = 512;
    public const int Email = 255;
    public const int Phone = 32;
    public const int Elements = 500;

    public static bool Fits(string? text, int longest) => text is null || text.Length <= longest;

    /// <summary>A name to log in with: no white space, and no colon, which would end it in an Authorization header.</summary>
    public static bool IsLogin(string text) => text.Length is > 0 and <= Login && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ':' or '/' or '\\');

    /// <summary>A telephone number: digits, perhaps with a plus and separators.</summary>
    public static bool IsPhone(string? text) => string.IsNullOrEmpty(text) || (text.Length <= Phone && text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ' or '*' or '#'));

    public static bool IsEmail(string? text) => string.IsNullOrEmpty(text) || (text.Length <= Email && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Any(char.IsWhiteSpace));

    /// <summary>A list of names in a body: some, and not so many that one request would hold up the others.</summary>
    public static bool IsList(string[]? names) => names is { Length: > 0 and <= Elements } && names.All(name => name is { Length: > 0 and <= Login });

    public static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= Name;

    /// <summary>What may be known of a member besides his name.</summary>
    public static bool AreDetails(string? englishName, string? phone, string? country, string? email, string? signature, string? title, string? description) =>
        Fits(englishName, Name) && IsPhone(phone) && Fits(country, ShortText) && IsEmail(email) && Fits(signature, LongText) && Fits(title, ShortText) && Fits(description, LongText);
}
