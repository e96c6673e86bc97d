using System.Numerics;

namespace Mixer.Audio.Codecs;

/// <summary>The two laws of G.711: eight bits for a sample, fine for soft ones and coarse for loud ones.</summary>
internal static class G711
{
    private const int MuBias = 132;
    private const int MuLoudest = 32_635;

    /// <summary>Even bits are inverted on the line, so that silence is not a row of zeros (G.711 §3.2).</summary>
    private const int EvenBits = 0x55;

    public static short FromMuLaw(byte code)
    {
        var bits = ~code;
        var magnitude = ((((bits & 0x0F) << 3) + MuBias) << ((bits >> 4) & 7)) - MuBias;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    public static byte ToMuLaw(int sample)
    {
        // One's complement puts -1 beside 0, as the decision values of the tables have it.
        var magnitude = Math.Min(sample < 0 ? ~sample : sample, MuLoudest) + MuBias;
        var segment = BitOperations.Log2((uint)magnitude) - 7;
        var code = (segment << 4) | ((magnitude >> (segment + 3)) & 0x0F);
        return (byte)~(sample < 0 ? code | 0x80 : code);
    }

    public static short FromALaw(byte code)
    {
        var bits = code ^ EvenBits;
        var segment = (bits >> 4) & 7;
        var magnitude = ((bits & 0x0F) << 4) + 8;
        if (segment > 0)
            magnitude = (magnitude + 0x100) << (segment - 1);

        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    public static byte ToALaw(int sample)
    {
        var thirteen = sample >> 3;
        var sign = thirteen >= 0 ? 0x80 : 0;
        var magnitude = thirteen >= 0 ? thirteen : ~thirteen;
        var segment = Math.Max(BitOperations.Log2((uint)magnitude | 1) - 4, 0);
        var code = (segment << 4) | ((magnitude >> Math.Max(segment, 1)) & 0x0F);
        return (byte)((sign | code) ^ EvenBits);
    }
}
