using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mixer.Video.Drawing;

/// <summary>
/// Lays ink on a plane: what was there times what the ink lets through, plus the ink, which was multiplied by its opacity when it was drawn.
/// 255 counts as 256, so that full opacity hides everything and the division is a shift.
/// </summary>
internal static class Blending
{
    /// <summary>Ink of <paramref name="inkWidth"/> columns with its corner at (x, y); beyond the edges of the plane it is cut off.</summary>
    public static void Blend(Plane to, ReadOnlySpan<byte> opacity, ReadOnlySpan<byte> ink, int inkWidth, int x, int y)
    {
        var rows = inkWidth == 0 ? 0 : opacity.Length / inkWidth;
        var (left, right) = (Math.Max(0, -x), Math.Min(inkWidth, to.Width - x));
        if (left >= right)
            return;

        for (var row = Math.Max(0, -y); row < rows && row + y < to.Height; row++)
        {
            var from = (row * inkWidth) + left;
            Row(to.Row(row + y).Slice(x + left, right - left), opacity.Slice(from, right - left), ink.Slice(from, right - left));
        }
    }

    public static void Row(Span<byte> to, ReadOnlySpan<byte> opacity, ReadOnlySpan<byte> ink)
    {
        ref var there = ref MemoryMarshal.GetReference(to);
        ref var hides = ref MemoryMarshal.GetReference(opacity[..to.Length]);
        ref var laid = ref MemoryMarshal.GetReference(ink[..to.Length]);
        nuint at = 0;
        for (; (int)at + Vector128<byte>.Count <= to.Length; at += (nuint)Vector128<byte>.Count)
        {
            var (below, hidden, over) = (Vector128.LoadUnsafe(ref there, at), Vector128.LoadUnsafe(ref hides, at), Vector128.LoadUnsafe(ref laid, at));
            var low = Through(Vector128.WidenLower(below), Vector128.WidenLower(hidden), Vector128.WidenLower(over));
            var high = Through(Vector128.WidenUpper(below), Vector128.WidenUpper(hidden), Vector128.WidenUpper(over));
            Vector128.Narrow(low, high).StoreUnsafe(ref there, at);
        }

        for (var i = (int)at; i < to.Length; i++)
        {
            var through = 256 - (opacity[i] + (opacity[i] >> 7));
            to[i] = (byte)Math.Min(255, (((to[i] * through) + 128) >> 8) + ink[i]);
        }
    }

    private static Vector128<ushort> Through(Vector128<ushort> below, Vector128<ushort> hidden, Vector128<ushort> over)
    {
        var through = Vector128.Create((ushort)256) - (hidden + (hidden >>> 7));
        return Vector128.Min((((below * through) + Vector128.Create((ushort)128)) >>> 8) + over, Vector128.Create((ushort)255));
    }
}
