using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mixer.Video.Scaling;

/// <summary>
/// Makes a plane of any other size from the four neighbours of each place: first two lines become one, then pairs of that line a sample.
/// Good down to half the size; below that it leaves samples out. Belongs to one thread.
/// </summary>
internal sealed unsafe class BilinearFilter
{
    // A vector is loaded where its first sample is, however few follow.
    private const int Behind = 64;

    private const int MostAxes = 128;

    private readonly Dictionary<(int From, int To), BilinearAxis> _axes = [];
    private byte[] _line = [];

    public void Scale(Plane from, Plane to)
    {
        var columns = Axis(from.Width, to.Width);
        var lines = Axis(from.Height, to.Height);
        if (_line.Length < from.Width + Behind)
            _line = GC.AllocateArray<byte>(from.Width + Behind, pinned: true);

        var line = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_line, 0);
        var (known, knownShare) = (-1, -1);
        for (var y = 0; y < to.Height; y++)
        {
            var (first, share) = (lines.First[y], lines.Share[y]);
            if (first != known || share != knownShare)
            {
                var upper = from.Start + ((long)first * from.Stride);
                Blend(upper, share == 0 ? upper : upper + from.Stride, share, line, from.Width);
                (known, knownShare) = (first, share);
            }

            Spread(line, columns, to.Start + ((long)y * to.Stride), to.Width);
        }
    }

    private BilinearAxis Axis(int from, int to)
    {
        if (_axes.TryGetValue((from, to), out var axis))
            return axis;

        if (_axes.Count == MostAxes)
            _axes.Clear();

        axis = new BilinearAxis(from, to);
        _axes.Add((from, to), axis);
        return axis;
    }

    private static void Blend(byte* upper, byte* lower, int share, byte* to, int width)
    {
        if (share == 0)
        {
            Buffer.MemoryCopy(upper, to, width, width);
            return;
        }

        var x = 0;
        if (Avx2.IsSupported)
        {
            var shares = Vector256.Create((short)((share << 8) | (BilinearAxis.One - share))).AsSByte();
            for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                var (a, b) = (Vector256.Load(upper + x), Vector256.Load(lower + x));
                var low = Round(Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(a, b), shares));
                var high = Round(Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(a, b), shares));
                Avx2.PackUnsignedSaturate(low, high).Store(to + x);
            }
        }

        for (; x < width; x++)
            to[x] = Blend(upper[x], lower[x], share);
    }

    private static void Spread(byte* line, BilinearAxis axis, byte* to, int width)
    {
        var x = 0;
        if (Ssse3.IsSupported && axis.HasGroups)
        {
            fixed (int* starts = axis.Starts)
            fixed (byte* picks = axis.Picks, shares = axis.Shares)
            {
                for (var group = 0; group < width / BilinearAxis.Group - 1; group += 2, x += 2 * BilinearAxis.Group)
                {
                    var low = Spread(line + starts[group], picks + (16 * group), shares + (16 * group));
                    var high = Spread(line + starts[group + 1], picks + (16 * group) + 16, shares + (16 * group) + 16);
                    Sse2.PackUnsignedSaturate(low, high).Store(to + x);
                }
            }
        }

        var (first, share) = (axis.First, axis.Share);
        for (; x < width; x++)
            to[x] = Blend(line[first[x]], line[first[x] + 1], share[x]);
    }

    private static Vector128<short> Spread(byte* from, byte* picks, byte* shares)
    {
        var pairs = Ssse3.Shuffle(Vector128.Load(from), Vector128.Load(picks));
        return Sse2.ShiftRightLogical(
            Ssse3.MultiplyAddAdjacent(pairs, Vector128.Load(shares).AsSByte()) + Vector128.Create((short)(BilinearAxis.One / 2)), BilinearAxis.OneBits);
    }

    private static Vector256<short> Round(Vector256<short> sums) =>
        Avx2.ShiftRightLogical(sums + Vector256.Create((short)(BilinearAxis.One / 2)), BilinearAxis.OneBits);

    private static byte Blend(byte a, byte b, int share) =>
        (byte)(((a * (BilinearAxis.One - share)) + (b * share) + (BilinearAxis.One / 2)) >> BilinearAxis.OneBits);
}
