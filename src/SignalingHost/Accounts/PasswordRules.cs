using Meetings;

namespace SignalingHost.Accounts;

/// <summary>What a password of an account must be: 8 to 32 characters of ASCII of two kinds at least, and not the account's name.</summary>
internal static class PasswordRules
{
    private const int Shortest = 8;
    private const int Longest = 32;

    public static Refusal Check(string password, string login)
    {
        if (password.Length is < Shortest or > Longest)
            return Refusal.InvalidNewPasswordLength;
        if (!password.All(c => c is >= ' ' and <= '~'))
            return Refusal.InvalidPasswordLevel;

        bool[] kinds =
        [
            password.Any(char.IsAsciiLetterLower), password.Any(char.IsAsciiLetterUpper),
            password.Any(char.IsAsciiDigit), password.Any(c => !char.IsAsciiLetterOrDigit(c)),
        ];
        if (kinds.Count(has => has) < 2)
            return Refusal.InvalidPasswordLevel;

        return IsName(password, login) || IsName(Reverse(password), login) ? Refusal.CannotContainAccount : Refusal.None;
    }

    private static bool IsName(string password, string login) => string.Equals(password, login, StringComparison.OrdinalIgnoreCase);

    private static string Reverse(string text) => string.Create(text.Length, text, static (into, from) =>
    {
        from.CopyTo(into);
        into.Reverse();
    });
}
