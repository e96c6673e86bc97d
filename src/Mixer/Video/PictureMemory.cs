using System.Numerics;
using System.Runtime.InteropServices;

namespace Mixer.Video;

/// <summary>
/// The memory of one picture, and who holds it: a place for each holding, with a generation that goes on when the holding is returned.
/// Every plane begins at a multiple of 64 bytes and so does every line, for the widest vectors there are.
/// </summary>
internal sealed unsafe class PictureMemory : SafeHandle
{
    private const int Alignment = 64;

    // Vectors that load in steps may read on behind the last line.
    private const int Behind = Alignment;

    private const int Places = 64;

    private readonly PicturePool _pool;
    private readonly uint[] _generations = new uint[Places];
    private ulong _held;

    public PictureMemory(PicturePool pool, int width, int height)
        : base(0, ownsHandle: true)
    {
        _pool = pool;
        var (lumaStride, chromaStride) = (Align(width), Align(PictureView.HalfOf(width)));
        var (lumaLength, chromaLength) = (lumaStride * height, chromaStride * PictureView.HalfOf(height));
        Length = LengthOf(width, height);
        var start = (byte*)NativeMemory.AlignedAlloc((nuint)Length, Alignment);
        SetHandle((nint)start);
        View = new PictureView(
            new Plane(start, lumaStride, width, height),
            new Plane(start + lumaLength, chromaStride, PictureView.HalfOf(width), PictureView.HalfOf(height)),
            new Plane(start + lumaLength + chromaLength, chromaStride, PictureView.HalfOf(width), PictureView.HalfOf(height)));
    }

    public override bool IsInvalid => handle == 0;

    public PictureView View { get; }

    public int Width => View.Width;

    public int Height => View.Height;

    public int Length { get; }

    public static int LengthOf(int width, int height) =>
        (Align(width) * height) + (2 * Align(PictureView.HalfOf(width)) * PictureView.HalfOf(height)) + Behind;

    public Picture Hold()
    {
        var place = BitOperations.TrailingZeroCount(~_held);
        if (place == Places)
            throw new InvalidOperationException($"A picture has {Places} holders; nobody returns it.");

        _held |= 1UL << place;
        return new Picture(this, place, _generations[place]);
    }

    public void Check(int place, uint generation)
    {
        if (_generations[place] != generation)
            throw new InvalidOperationException("This holding of a picture was returned before.");
    }

    public void Return(int place)
    {
        _generations[place]++;
        _held &= ~(1UL << place);
        if (_held == 0)
            _pool.TakeBack(this);
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    private static int Align(int length) => (length + Alignment - 1) & -Alignment;
}
