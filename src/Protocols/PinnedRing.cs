using System.Numerics;
using System.Runtime.CompilerServices;

namespace Protocols;

/// <summary>
/// So many places for what is numbered; a power of two of them, so that a number finds its place by its lowest bits. That makes every
/// index valid, and none is checked against the array's length: in a long ring that stands in another page than the place, which with
/// hundreds of rings is one more wait for memory at every packet.
/// </summary>
public readonly unsafe struct PinnedRing<T>
    where T : unmanaged
{
    private readonly T[] _array;
    private readonly T* _places;
    private readonly int _mask;

    public PinnedRing(int length)
    {
        if (!BitOperations.IsPow2(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, "A ring has a power of two of places.");

        _array = GC.AllocateArray<T>(length, pinned: true);
        _places = (T*)Unsafe.AsPointer(ref _array[0]);
        _mask = length - 1;
    }

    public int Length => _mask + 1;

    public Span<T> Places => _array;

    public ref T this[long number] => ref _places[number & _mask];

    /// <summary>Brings near the place of a number and those behind it.</summary>
    public void Approach(long number, int count = 1) => CacheLine.Fetch(ref this[number], count * sizeof(T));
}
