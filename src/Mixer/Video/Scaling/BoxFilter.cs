using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mixer.Video.Scaling;

/// <summary>Makes a plane exactly half or a quarter as wide and high: every sample is the mean of the 4 or 16 it stands for, rounded.</summary>
internal static unsafe class BoxFilter
{
    /// <summary>Lines and columns of <paramref name="from"/> beyond twice the size of <paramref name="to"/> are left out.</summary>
    public static void Halve(Plane from, Plane to)
    {
        for (var y = 0; y < to.Height; y++)
        {
            var upper = from.Start + (2L * y * from.Stride);
            var lower = upper + from.Stride;
            var target = to.Start + ((long)y * to.Stride);
            var x = Avx2.IsSupported ? HalveLine(upper, lower, target, to.Width) : 0;
            for (; x < to.Width; x++)
                target[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) >> 2);
        }
    }

    /// <summary>Lines and columns of <paramref name="from"/> beyond four times the size of <paramref name="to"/> are left out.</summary>
    public static void Quarter(Plane from, Plane to)
    {
        for (var y = 0; y < to.Height; y++)
        {
            var first = from.Start + (4L * y * from.Stride);
            var target = to.Start + ((long)y * to.Stride);
            var x = Avx2.IsSupported ? QuarterLine(first, from.Stride, target, to.Width) : 0;
            for (; x < to.Width; x++)
            {
                var sum = 8;
                for (var line = first + (4 * x); line < first + (4 * x) + (4L * from.Stride); line += from.Stride)
                    sum += line[0] + line[1] + line[2] + line[3];

                target[x] = (byte)(sum >> 4);
            }
        }
    }

    private static int HalveLine(byte* upper, byte* lower, byte* to, int width)
    {
        var x = 0;
        for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            var low = Avx2.ShiftRightLogical(PairSums(upper + (2 * x), lower + (2 * x)) + Vector256.Create((short)2), 2);
            var high = Avx2.ShiftRightLogical(PairSums(upper + (2 * x) + 32, lower + (2 * x) + 32) + Vector256.Create((short)2), 2);
            InOrder(Avx2.PackUnsignedSaturate(low, high)).Store(to + x);
        }

        return x;
    }

    private static int QuarterLine(byte* from, int stride, byte* to, int width)
    {
        var x = 0;
        for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            var start = from + (4 * x);
            var one = Avx2.PackSignedSaturate(QuarterSums(start, stride), QuarterSums(start + 32, stride));
            var two = Avx2.PackSignedSaturate(QuarterSums(start + 64, stride), QuarterSums(start + 96, stride));

            // The two packings work on halves, which leaves groups of four samples in the order 0 2 4 6 1 3 5 7.
            var packed = Avx2.PackUnsignedSaturate(one, two).AsInt32();
            Avx2.PermuteVar8x32(packed, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte().Store(to + x);
        }

        return x;
    }

    private static Vector256<short> PairSums(byte* upper, byte* lower)
    {
        var ones = Vector256.Create((sbyte)1);
        return Avx2.MultiplyAddAdjacent(Vector256.Load(upper), ones) + Avx2.MultiplyAddAdjacent(Vector256.Load(lower), ones);
    }

    private static Vector256<int> QuarterSums(byte* from, int stride)
    {
        var sums = PairSums(from, from + stride) + PairSums(from + (2L * stride), from + (3L * stride));
        return Avx2.ShiftRightLogical(Avx2.MultiplyAddAdjacent(sums, Vector256.Create((short)1)) + Vector256.Create(8), 4);
    }

    private static Vector256<byte> InOrder(Vector256<byte> packed) => Avx2.Permute4x64(packed.AsInt64(), 0b11_01_10_00).AsByte();
}
