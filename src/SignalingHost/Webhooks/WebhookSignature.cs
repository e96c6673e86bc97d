using System.Security.Cryptography;
using System.Text;

namespace SignalingHost.Webhooks;

/// <summary>HMAC-SHA256 of appID, timestamp, nonce and eventInfo one after the other, with the subscriber's key, in small hex letters.</summary>
internal static class WebhookSignature
{
    public static string Of(string appId, long timestamp, string nonce, string eventInfo, string key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{appId}{timestamp}{nonce}{eventInfo}")));
}
