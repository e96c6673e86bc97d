using Protocols.Sip.Digest;
using Protocols.Sip.Registrar;

namespace SignalingHost.Accounts;

/// <summary>
/// What is kept of a password: a slow hash for logins, and what SIP digest needs (RFC 7616 §3.4.2, RFC 8760: hashes of name, realm and
/// password), for the SIP number and for the login name as user. The latter stand for the password within the realm, so they never leave
/// the store but to the SIP registrar.
/// </summary>
internal sealed record Credentials(string Password, SipSecrets OfNumber, SipSecrets OfLogin)
{
    public static Credentials Of(string password, string login, string sipNumber, string realm, int iterations) =>
        new(PasswordHash.Of(password, iterations), Secrets(sipNumber, realm, password), Secrets(login, realm, password));

    private static SipSecrets Secrets(string user, string realm, string password) => new(
        DigestHash.Secret(DigestAlgorithm.Md5, user, realm, password), DigestHash.Secret(DigestAlgorithm.Sha256, user, realm, password));
}
