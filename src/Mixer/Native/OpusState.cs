using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>
/// The memory of one encoder or decoder. It is one flat block that refers to nothing but constant tables, which is why it can be ours
/// and can be copied (opus.h: "the state may be copied").
/// </summary>
internal sealed unsafe class OpusState : SafeHandle
{
    private readonly nuint _size;

    public OpusState(int size)
        : base(0, ownsHandle: true)
    {
        _size = (nuint)size;
        SetHandle((nint)NativeMemory.AllocZeroed(_size));
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Both must be initialised alike.</summary>
    public void CopyFrom(OpusState other)
    {
        ObjectDisposedException.ThrowIf(IsClosed || other.IsClosed, this);
        NativeMemory.Copy((void*)other.handle, (void*)handle, Math.Min(_size, other._size));
    }

    public static void Check(int result)
    {
        if (result < 0)
            throw new InvalidOperationException($"libopus refused what it must accept: error {result}.");
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
