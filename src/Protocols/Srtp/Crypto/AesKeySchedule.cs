using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Protocols.Srtp.Crypto;

/// <summary>The round keys of AES (FIPS 197 §5.2): 11 for a key of 16 bytes, 15 for one of 32.</summary>
internal static class AesKeySchedule
{
    public const int LongestLength = 15;

    public static int LengthFor(ReadOnlySpan<byte> key) => (key.Length / 4) + 7;

    /// <summary>
    /// Word by word as the standard has it. The words are little-endian here, so the byte rotation of RotWord is the processor's affair:
    /// AESKEYGENASSIST gives SubWord in lane 0 and RotWord(SubWord) in lane 1 of what it is given, without tables that a cache could betray.
    /// </summary>
    public static void Expand(ReadOnlySpan<byte> key, Span<Vector128<byte>> roundKeys)
    {
        Span<uint> words = stackalloc uint[LongestLength * 4];
        words = words[..(roundKeys.Length * 4)];
        MemoryMarshal.Cast<byte, uint>(key).CopyTo(words);

        var keyWords = key.Length / 4;
        var roundConstant = 1u;
        for (var i = keyWords; i < words.Length; i++)
        {
            var previous = words[i - 1];
            if (i % keyWords == 0)
            {
                previous = Substitute(previous).GetElement(1) ^ roundConstant;
                roundConstant = (roundConstant << 1) ^ (roundConstant >> 7 == 0 ? 0u : 0x11Bu);     // 1, 2, 4 … 0x80, 0x1B, 0x36
            }
            else if (keyWords == 8 && i % keyWords == 4)
            {
                previous = Substitute(previous).GetElement(0);
            }

            words[i] = words[i - keyWords] ^ previous;
        }

        MemoryMarshal.Cast<uint, Vector128<byte>>(words).CopyTo(roundKeys);
        words.Clear();
    }

    // The instruction substitutes words 1 and 3 of its operand.
    private static Vector128<uint> Substitute(uint word) => Aes.KeygenAssist(Vector128.Create(0, word, 0, word).AsByte(), 0).AsUInt32();
}
