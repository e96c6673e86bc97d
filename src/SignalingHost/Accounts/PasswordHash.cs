using System.Globalization;
using System.Security.Cryptography;

namespace SignalingHost.Accounts;

/// <summary>
/// A password's hash as it is kept: <c>pbkdf2-sha512$iterations$salt$hash</c>. The parameters are in it, so that they can be raised
/// and old hashes still be checked.
/// </summary>
internal static class PasswordHash
{
    // What OWASP advises for PBKDF2-HMAC-SHA512; some 70 ms of one core.
    private const int Iterations = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Scheme = "pbkdf2-sha512";

    // Checked where there is no such account, so that a login takes as long.
    private static readonly string OfNobody = Of("");

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Iterations, HashBytes))}");
    }

    /// <summary>Whether the password is the one that was hashed. Without a hash it takes as long and is false.</summary>
    public static bool Check(string password, string? hash)
    {
        var parts = (string.IsNullOrEmpty(hash) ? OfNobody : hash).Split('$');
        if (parts is not [Scheme, var iterations, var salt, var expected])
            return false;

        var kept = Convert.FromBase64String(expected);
        var derived = Derive(password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture), kept.Length);
        return CryptographicOperations.FixedTimeEquals(derived, kept) && !string.IsNullOrEmpty(hash);
    }

    /// <summary>Whether the hash was made with other parameters than today's.</summary>
    public static bool IsOutdated(string hash) => !hash.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Iterations}$"), StringComparison.Ordinal);

    private static byte[] Derive(string password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, length);
}
