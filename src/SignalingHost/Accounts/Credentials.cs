using System.Security.Cryptography;
using System.Text;

namespace SignalingHost.Accounts;

/// <summary>
/// What is kept of a password: a slow hash for logins, and what SIP digest needs (RFC 7616 §3.4.2: a hash of name, realm and
/// password), once for the SIP number and once for the login name as user. The latter stand for the password within the
/// realm, so they never leave the store but to the SIP registrar.
/// </summary>
internal sealed record Credentials(string Password, string DigestOfNumber, string DigestOfLogin)
{
    public static Credentials Of(string password, string login, string sipNumber, string realm) =>
        new(PasswordHash.Of(password), Digest(sipNumber, realm, password), Digest(login, realm, password));

    // MD5 because terminals know no other; SHA-256 (RFC 8760) would be a column more.
    private static string Digest(string user, string realm, string password) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{user}:{realm}:{password}")));
}
