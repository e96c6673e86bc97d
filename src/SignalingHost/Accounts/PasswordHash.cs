using System.Globalization;
using System.Security.Cryptography;

namespace SignalingHost.Accounts;

/// <summary>
/// A password's hash as it is kept: <c>pbkdf2-sha512$iterations$salt$hash</c>. The parameters are in it, so that they can be raised
/// and old hashes still be checked.
/// </summary>
internal static class PasswordHash
{
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Scheme = "pbkdf2-sha512";

    public static string Of(string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, iterations, HashBytes))}");
    }

    public static bool Check(string password, string hash)
    {
        if (hash.Split('$') is not [Scheme, var iterations, var salt, var expected])
            return false;

        var kept = Convert.FromBase64String(expected);
        return CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture), kept.Length), kept);
    }

    private static byte[] Derive(string password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, length);
}
