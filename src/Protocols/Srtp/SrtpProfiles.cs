namespace Protocols.Srtp;

/// <summary>The lengths, in bytes, that a protection profile fixes, and its name in SDP.</summary>
public static class SrtpProfiles
{
    public static bool IsAead(this SrtpProfile profile) => profile is SrtpProfile.AeadAes128Gcm or SrtpProfile.AeadAes256Gcm;

    public static int KeyLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes256Gcm ? 32 : 16;

    public static int SaltLength(this SrtpProfile profile) => profile.IsAead() ? 12 : 14;

    /// <summary>Of an RTP packet.</summary>
    public static int TagLength(this SrtpProfile profile) => profile switch
    {
        SrtpProfile.AesCm128HmacSha1_32 => 4,
        SrtpProfile.AesCm128HmacSha1_80 => 10,
        _ => 16,
    };

    /// <summary>Of an RTCP packet, where the short tag is never used (RFC 5764 §4.1.2, RFC 4568 §6.2.2).</summary>
    public static int RtcpTagLength(this SrtpProfile profile) => profile.IsAead() ? 16 : 10;

    /// <summary>What TLS must export: key and salt for both directions (RFC 5764 §4.2).</summary>
    public static int ExportedLength(this SrtpProfile profile) => 2 * (profile.KeyLength() + profile.SaltLength());

    /// <summary>The crypto-suite of an SDP "a=crypto" line (RFC 4568 §6.2, RFC 7714 §14.1).</summary>
    public static string SdesName(this SrtpProfile profile) => profile switch
    {
        SrtpProfile.AesCm128HmacSha1_80 => "AES_CM_128_HMAC_SHA1_80",
        SrtpProfile.AesCm128HmacSha1_32 => "AES_CM_128_HMAC_SHA1_32",
        SrtpProfile.AeadAes128Gcm => "AEAD_AES_128_GCM",
        SrtpProfile.AeadAes256Gcm => "AEAD_AES_256_GCM",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "Not a protection profile."),
    };

    public static bool TryParseSdesName(ReadOnlySpan<char> name, out SrtpProfile profile)
    {
        foreach (var candidate in Enum.GetValues<SrtpProfile>())
        {
            profile = candidate;
            if (name.SequenceEqual(candidate.SdesName()))
                return true;
        }

        profile = default;
        return false;
    }
}
