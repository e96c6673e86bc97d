using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SignalingHost.Accounts;

/// <summary>
/// What an app signs to log a user in: <c>appId:userId:expireTime:nonce</c>, with the corporation's id in second place where the app
/// speaks for several. HMAC-SHA256 keyed with the app's key, written in hex of either case.
/// </summary>
internal readonly record struct AppSignature(string AppId, byte[] Signature)
{
    private const string Scheme = "HMAC-SHA256 ";

    /// <summary>Reads the header: <c>HMAC-SHA256 signature=…,access=…</c>.</summary>
    public static bool TryParse(string header, out AppSignature signature)
    {
        signature = default;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;

        string? hex = null, access = null;
        foreach (var part in header[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("signature=", StringComparison.OrdinalIgnoreCase))
                hex = part["signature=".Length..].Trim('"');
            else if (part.StartsWith("access=", StringComparison.OrdinalIgnoreCase))
                access = part["access=".Length..].Trim('"');
        }

        if (hex is not { Length: 64 } || !hex.All(char.IsAsciiHexDigit) || access is null || !Base64.IsValid(access))
            return false;

        signature = new(Encoding.UTF8.GetString(Convert.FromBase64String(access)), Convert.FromHexString(hex));
        return true;
    }

    public static byte[] Of(string key, string appId, string? corporation, string userId, long expireTime, string nonce) => HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(key),
        Encoding.UTF8.GetBytes(corporation is null ? $"{appId}:{userId}:{expireTime}:{nonce}" : $"{appId}:{corporation}:{userId}:{expireTime}:{nonce}"));

    public bool IsBy(string key, string? corporation, string userId, long expireTime, string nonce) =>
        CryptographicOperations.FixedTimeEquals(Signature, Of(key, AppId, corporation, userId, expireTime, nonce));
}
