using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Protocols;

/// <summary>
/// Asks the processor to bring memory near that will be needed in a moment. With hundreds of receivers each one's state has left
/// the caches between two packets, and waiting for it would cost more than the encryption does.
/// </summary>
public static unsafe class CacheLine
{
    private const int Length = 64;

    /// <summary>The first so many bytes of an object; null is nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(object? what, int bytes = Length)
    {
        if (Sse.IsSupported && what is not null)
            Fetch(ref Unsafe.As<Shape>(what).First, bytes);
    }

    /// <summary>So many bytes from here. They may move or be gone meanwhile: a fetch of the wrong line is only wasted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch<T>(ref T at, int bytes)
    {
        if (!Sse.IsSupported)
            return;

        var start = (byte*)Unsafe.AsPointer(ref at);
        for (var i = 0; i < bytes; i += Length)
            Sse.Prefetch0(start + i);
    }

    private sealed class Shape
    {
        public byte First;
    }
}
