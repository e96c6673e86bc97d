using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Protocols.Srtp.Crypto;

/// <summary>
/// GHASH (NIST SP 800-38D §6.4): Y ← (Y ⊕ X)·H for each block X, in GF(2^128) modulo x^128 + x^7 + x^2 + x + 1.
///
/// <para><b>Bit order.</b> GCM calls the first bit of the first byte the coefficient of x^0. We reverse the sixteen bytes of every block,
/// so that a block is an integer A whose bit 127 is the coefficient of x^0. In y = 1/x that integer is the polynomial A(y) = y^127·a, and
/// the modulus becomes P = y^128 + y^127 + y^126 + y^121 + 1. All arithmetic below is in y, on plain integers, modulo P.</para>
///
/// <para><b>Product.</b> A·B = y^254·ab, but what stands for ab is y^127·ab. So a product must be divided by y^127. We keep H as H·y mod P
/// and divide by y^128 instead, which is what <see cref="Reduce"/> does for the price of two multiplications and no shifting.</para>
///
/// <para><b>Powers.</b> ((Y ⊕ X1)·H ⊕ X2)·H … over n blocks is (Y ⊕ X1)·Hⁿ ⊕ X2·Hⁿ⁻¹ ⊕ … ⊕ Xn·H: with the powers at hand the
/// products do not wait for each other and share one reduction.</para>
/// </summary>
internal static class Ghash
{
    /// <summary>So many powers of H are kept, the highest first, so that eight blocks meet them in memory order.</summary>
    public const int Powers = 8;

    private const byte LowTimesLow = 0x00;
    private const byte HighTimesLow = 0x01;
    private const byte LowTimesHigh = 0x10;
    private const byte HighTimesHigh = 0x11;

    // Which byte goes where when sixteen are reversed: the upper eight come first.
    private const ulong Upper = 0x08_09_0A_0B_0C_0D_0E_0F;
    private const ulong Lower = 0x00_01_02_03_04_05_06_07;

    // y^127 + y^126 + y^121 + 1 is P without y^128. Its upper half is the constant of the reduction too.
    private const ulong ModulusHigh = 0xC200_0000_0000_0000;
    private const ulong ModulusLow = 1;

    /// <summary>From the block that AES makes of zeros.</summary>
    public static void ExpandPowers(Vector128<byte> h, Span<Vector128<byte>> powers)
    {
        var one = TimesY(Reverse(h).AsUInt64());
        var power = one;
        for (var i = powers.Length - 1; i >= 0; i--)
        {
            powers[i] = power.AsByte();
            power = Multiply(power, one);
        }
    }

    /// <summary>Absorbs any number of bytes, the last block filled up with zeros.</summary>
    public static Vector128<ulong> Absorb(Vector128<ulong> y, ReadOnlySpan<byte> bytes, ReadOnlySpan<Vector128<byte>> powers)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(bytes);
        y = Absorb(y, blocks, powers);

        var rest = bytes[(blocks.Length * Vector128<byte>.Count)..];
        if (rest.IsEmpty)
            return y;

        var last = Vector128<byte>.Zero;
        rest.CopyTo(MemoryMarshal.AsBytes(new Span<Vector128<byte>>(ref last)));
        return Multiply(y ^ Reverse(last).AsUInt64(), powers[^1].AsUInt64());
    }

    public static Vector128<ulong> Absorb(Vector128<ulong> y, ReadOnlySpan<Vector128<byte>> blocks, ReadOnlySpan<Vector128<byte>> powers)
    {
        while (blocks.Length >= Powers)
        {
            y = AbsorbEight(y, blocks, powers);
            blocks = blocks[Powers..];
        }

        return blocks.IsEmpty ? y : AbsorbFew(y, blocks, powers[^blocks.Length..]);
    }

    /// <summary>The closing block: both lengths in bits, big-endian.</summary>
    public static Vector128<byte> Lengths(int aadLength, int dataLength) =>
        Reverse(Vector128.Create((ulong)dataLength * 8, (ulong)aadLength * 8).AsByte());

    public static Vector128<byte> Digest(Vector128<ulong> y) => Reverse(y.AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> AbsorbEight(Vector128<ulong> y, ReadOnlySpan<Vector128<byte>> blocks, ReadOnlySpan<Vector128<byte>> powers)
    {
        if (Pclmulqdq.V512.IsSupported && Avx512BW.IsSupported)
            return AbsorbEightIn512(y, blocks, powers);

        return Pclmulqdq.V256.IsSupported ? AbsorbEightIn256(y, blocks, powers) : AbsorbFew(y, blocks[..Powers], powers);
    }

    // As many blocks as powers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> AbsorbFew(Vector128<ulong> y, ReadOnlySpan<Vector128<byte>> blocks, ReadOnlySpan<Vector128<byte>> powers)
    {
        var (low, middle, high) = (Vector128<ulong>.Zero, Vector128<ulong>.Zero, Vector128<ulong>.Zero);
        for (var i = 0; i < blocks.Length; i++)
        {
            var x = Reverse(blocks[i]).AsUInt64() ^ y;
            var h = powers[i].AsUInt64();
            low ^= Pclmulqdq.CarrylessMultiply(x, h, LowTimesLow);
            middle ^= Pclmulqdq.CarrylessMultiply(x, h, HighTimesLow) ^ Pclmulqdq.CarrylessMultiply(x, h, LowTimesHigh);
            high ^= Pclmulqdq.CarrylessMultiply(x, h, HighTimesHigh);
            y = Vector128<ulong>.Zero;      // only the first block meets what came before
        }

        return Reduce(low, middle, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> AbsorbEightIn512(Vector128<ulong> y, ReadOnlySpan<Vector128<byte>> blocks, ReadOnlySpan<Vector128<byte>> powers)
    {
        var reversal = Vector512.Create(Upper, Lower, Upper, Lower, Upper, Lower, Upper, Lower).AsByte();
        var x1 = Avx512BW.Shuffle(FourOf(blocks, 0), reversal).AsUInt64() ^ y.ToVector256().ToVector512();
        var x2 = Avx512BW.Shuffle(FourOf(blocks, 4), reversal).AsUInt64();
        var h1 = FourOf(powers, 0).AsUInt64();
        var h2 = FourOf(powers, 4).AsUInt64();

        var low = Pclmulqdq.V512.CarrylessMultiply(x1, h1, LowTimesLow) ^ Pclmulqdq.V512.CarrylessMultiply(x2, h2, LowTimesLow);
        var high = Pclmulqdq.V512.CarrylessMultiply(x1, h1, HighTimesHigh) ^ Pclmulqdq.V512.CarrylessMultiply(x2, h2, HighTimesHigh);
        var middle = Pclmulqdq.V512.CarrylessMultiply(x1, h1, HighTimesLow) ^ Pclmulqdq.V512.CarrylessMultiply(x1, h1, LowTimesHigh)
            ^ Pclmulqdq.V512.CarrylessMultiply(x2, h2, HighTimesLow) ^ Pclmulqdq.V512.CarrylessMultiply(x2, h2, LowTimesHigh);
        return Reduce(Sum(low), Sum(middle), Sum(high));
    }

    private static Vector128<ulong> AbsorbEightIn256(Vector128<ulong> y, ReadOnlySpan<Vector128<byte>> blocks, ReadOnlySpan<Vector128<byte>> powers)
    {
        var reversal = Vector256.Create(Upper, Lower, Upper, Lower).AsByte();
        var first = y.ToVector256();
        var (low, middle, high) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (var i = 0; i < Powers; i += 2)
        {
            var x = Avx2.Shuffle(TwoOf(blocks, i), reversal).AsUInt64() ^ first;
            var h = TwoOf(powers, i).AsUInt64();
            low ^= Pclmulqdq.V256.CarrylessMultiply(x, h, LowTimesLow);
            middle ^= Pclmulqdq.V256.CarrylessMultiply(x, h, HighTimesLow) ^ Pclmulqdq.V256.CarrylessMultiply(x, h, LowTimesHigh);
            high ^= Pclmulqdq.V256.CarrylessMultiply(x, h, HighTimesHigh);
            first = Vector256<ulong>.Zero;
        }

        return Reduce(Sum(low), Sum(middle), Sum(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b) => Reduce(
        Pclmulqdq.CarrylessMultiply(a, b, LowTimesLow),
        Pclmulqdq.CarrylessMultiply(a, b, HighTimesLow) ^ Pclmulqdq.CarrylessMultiply(a, b, LowTimesHigh),
        Pclmulqdq.CarrylessMultiply(a, b, HighTimesHigh));

    /// <summary>
    /// (low + middle·y^64 + high·y^128) / y^128 mod P, by Montgomery's method in two steps of 64 bits. P is 1 modulo y^64, so adding
    /// q·P, with q the lowest 64 bits, clears those; the rest of q·P is q·(y^57 + y^62 + y^63) and q itself, one and two words further up.
    /// After the division by y^64 that is: the upper word comes down, q goes up in its place, and q times the constant is added.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        var constant = Vector128.CreateScalar(ModulusHigh);
        low ^= Sse2.ShiftLeftLogical128BitLane(middle, 8);
        high ^= Sse2.ShiftRightLogical128BitLane(middle, 8);

        low = SwapHalves(low) ^ Pclmulqdq.CarrylessMultiply(low, constant, LowTimesLow);
        low = SwapHalves(low) ^ Pclmulqdq.CarrylessMultiply(low, constant, LowTimesLow);
        return low ^ high;
    }

    // Without a branch, because H is secret: what is shifted out, if anything, is y^128, which is P without it.
    private static Vector128<ulong> TimesY(Vector128<ulong> a)
    {
        var (low, high) = (a.GetElement(0), a.GetElement(1));
        var shiftedOut = 0UL - (high >> 63);
        return Vector128.Create((low << 1) ^ (shiftedOut & ModulusLow), ((high << 1) | (low >> 63)) ^ (shiftedOut & ModulusHigh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Reverse(Vector128<byte> block) => Ssse3.Shuffle(block, Vector128.Create(Upper, Lower).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> a) => Sse2.Shuffle(a.AsUInt32(), 0b01_00_11_10).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Sum(Vector512<ulong> lanes) => Sum(lanes.GetLower() ^ lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Sum(Vector256<ulong> lanes) => lanes.GetLower() ^ lanes.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> FourOf(ReadOnlySpan<Vector128<byte>> blocks, int at) =>
        Vector512.Create(MemoryMarshal.AsBytes(blocks.Slice(at, 4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> TwoOf(ReadOnlySpan<Vector128<byte>> blocks, int at) =>
        Vector256.Create(MemoryMarshal.AsBytes(blocks.Slice(at, 2)));
}
