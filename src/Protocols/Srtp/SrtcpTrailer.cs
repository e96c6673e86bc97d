namespace Protocols.Srtp;

/// <summary>The four bytes that SRTCP adds to a packet besides its tag: the E flag and a 31-bit index (RFC 3711 §3.4).</summary>
internal static class SrtcpTrailer
{
    public const int Length = 4;

    /// <summary>The part of an RTCP packet that stays readable: the first header word and the sender's SSRC.</summary>
    public const int ClearLength = 8;

    public const uint Encrypted = 0x8000_0000;
    public const uint IndexMask = 0x7FFF_FFFF;
}
