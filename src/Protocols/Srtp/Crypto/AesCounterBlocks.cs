using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Protocols.Srtp.Crypto;

/// <summary>
/// AES over counter blocks, eight at a time: one AESENC takes four cycles to answer, but two can be begun in each, so eight
/// independent blocks keep the unit busy. A counter is held as four words of which the last is in the processor's byte order.
/// </summary>
internal static class AesCounterBlocks
{
    public const int AtOnce = 8;

    /// <summary>
    /// The last word of a counter block counts, and wraps without touching the others (inc32, NIST SP 800-38D §6.2): a lane of a vector does
    /// just that.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> counter, uint blocks) => counter + Vector128.Create(0, 0, 0, blocks);

    /// <summary>⊕ of eight blocks with the keystream that begins at the counter, written to another place or to the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void XorEight(ReadOnlySpan<Vector128<byte>> roundKeys, Vector128<uint> counter, ReadOnlySpan<Vector128<byte>> from, Span<Vector128<byte>> to) =>
        XorEight(roundKeys, counter, Add(counter, AtOnce - 1), from, to);

    /// <summary>The same, with a counter of its own for the eighth block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void XorEight(
        ReadOnlySpan<Vector128<byte>> roundKeys, Vector128<uint> counter, Vector128<uint> eighth, ReadOnlySpan<Vector128<byte>> from, Span<Vector128<byte>> to)
    {
        var key = roundKeys[0];
        var b0 = Block(counter) ^ key;
        var b1 = Block(Add(counter, 1)) ^ key;
        var b2 = Block(Add(counter, 2)) ^ key;
        var b3 = Block(Add(counter, 3)) ^ key;
        var b4 = Block(Add(counter, 4)) ^ key;
        var b5 = Block(Add(counter, 5)) ^ key;
        var b6 = Block(Add(counter, 6)) ^ key;
        var b7 = Block(eighth) ^ key;

        for (var round = 1; round < roundKeys.Length - 1; round++)
        {
            key = roundKeys[round];
            b0 = Aes.Encrypt(b0, key);
            b1 = Aes.Encrypt(b1, key);
            b2 = Aes.Encrypt(b2, key);
            b3 = Aes.Encrypt(b3, key);
            b4 = Aes.Encrypt(b4, key);
            b5 = Aes.Encrypt(b5, key);
            b6 = Aes.Encrypt(b6, key);
            b7 = Aes.Encrypt(b7, key);
        }

        key = roundKeys[^1];
        to[7] = from[7] ^ Aes.EncryptLast(b7, key);      // the highest first: one bounds check serves for all
        to[0] = from[0] ^ Aes.EncryptLast(b0, key);
        to[1] = from[1] ^ Aes.EncryptLast(b1, key);
        to[2] = from[2] ^ Aes.EncryptLast(b2, key);
        to[3] = from[3] ^ Aes.EncryptLast(b3, key);
        to[4] = from[4] ^ Aes.EncryptLast(b4, key);
        to[5] = from[5] ^ Aes.EncryptLast(b5, key);
        to[6] = from[6] ^ Aes.EncryptLast(b6, key);
    }

    public static Vector128<byte> Encrypt(ReadOnlySpan<Vector128<byte>> roundKeys, Vector128<byte> block)
    {
        block ^= roundKeys[0];
        for (var round = 1; round < roundKeys.Length - 1; round++)
            block = Aes.Encrypt(block, roundKeys[round]);

        return Aes.EncryptLast(block, roundKeys[^1]);
    }

    /// <summary>The counter as bytes: its last word turned big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Block(Vector128<uint> counter) =>
        Ssse3.Shuffle(counter.AsByte(), Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12));
}
