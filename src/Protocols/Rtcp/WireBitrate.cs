using System.Numerics;

namespace Protocols.Rtcp;

/// <summary>A bitrate as mantissa × 2^exponent, the way REMB and TMMBR squeeze it into a word.</summary>
internal static class WireBitrate
{
    public static Bitrate Read(int exponent, uint mantissa) =>
        mantissa == 0 ? Bitrate.Zero
        : exponent + BitOperations.Log2(mantissa) > 62 ? Bitrate.Unlimited
        : new Bitrate((long)mantissa << exponent);

    /// <summary>Rounds down to what the mantissa can hold.</summary>
    public static (int Exponent, uint Mantissa) Write(Bitrate bitrate, int mantissaBits)
    {
        var value = (ulong)Math.Max(0, bitrate.BitsPerSecond);
        var exponent = Math.Max(0, 64 - BitOperations.LeadingZeroCount(value) - mantissaBits);
        return (exponent, (uint)(value >> exponent));
    }
}
