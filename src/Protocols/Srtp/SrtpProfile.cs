namespace Protocols.Srtp;

/// <summary>The SRTP protection profiles we speak, under their DTLS-SRTP numbers (RFC 5764 §4.1.2, RFC 7714 §14.2).</summary>
public enum SrtpProfile : ushort
{
    AesCm128HmacSha1_80 = 1,
    AesCm128HmacSha1_32 = 2,
    AeadAes128Gcm = 7,
    AeadAes256Gcm = 8,
}
