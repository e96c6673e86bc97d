using System.Runtime.InteropServices;

namespace Mixer.Video.Scaling;

/// <summary>
/// Scales by halving and quartering exactly as far as that goes, and does only the rest bilinearly. What is exactly half or a quarter, as
/// panes are chosen to be, is done in one step; see docs/mechanisms/video-codecs.md for what each costs.
/// </summary>
public sealed class PictureScaler : IPictureScaler
{
    private readonly BilinearFilter _bilinear = new();
    private byte[] _half = [];
    private byte[] _quarter = [];

    public void Scale(PictureView from, PictureView to)
    {
        Scale(from.Luma, to.Luma);
        Scale(from.Blue, to.Blue);
        Scale(from.Red, to.Red);
    }

    private void Scale(Plane from, Plane to)
    {
        if (to.Width == from.Width && to.Height == from.Height)
            from.CopyTo(to);
        else if (IsTimes(2, from, to))
            BoxFilter.Halve(from, to);
        else if (IsTimes(4, from, to))
            BoxFilter.Quarter(from, to);
        else
            ScaleInSteps(from, to);
    }

    // What is left of a sixteenth of the size and less has samples left out; nobody shows a picture so small.
    private void ScaleInSteps(Plane from, Plane to)
    {
        if (from.Width >= 4 * to.Width && from.Height >= 4 * to.Height)
        {
            var quarter = Scratch(ref _quarter, from.Width / 4, from.Height / 4);
            BoxFilter.Quarter(from, quarter);
            from = quarter;
        }

        if (from.Width >= 2 * to.Width && from.Height >= 2 * to.Height)
        {
            var half = Scratch(ref _half, from.Width / 2, from.Height / 2);
            BoxFilter.Halve(from, half);
            from = half;
        }

        _bilinear.Scale(from, to);
    }

    private static bool IsTimes(int factor, Plane from, Plane to) => from.Width == factor * to.Width && from.Height == factor * to.Height;

    private static unsafe Plane Scratch(ref byte[] memory, int width, int height)
    {
        if (memory.Length < width * height)
            memory = GC.AllocateUninitializedArray<byte>(width * height, pinned: true);

        return new Plane((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0), width, width, height);
    }
}
