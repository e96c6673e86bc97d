namespace Mixer.Video;

/// <summary>
/// The pictures of one mixer thread, outside the collector's memory and kept by size for the next who needs that size. Not thread-safe,
/// because its thread is not shared. The contents of a rented picture are whatever was in it.
/// </summary>
public sealed class PicturePool(PicturePoolOptions options) : IDisposable
{
    private readonly Dictionary<(int Width, int Height), Stack<PictureMemory>> _idle = [];
    private bool _isClosed;

    /// <summary>How many pictures somebody holds.</summary>
    public int Outstanding { get; private set; }

    /// <summary>What is held and what is kept for later.</summary>
    public long Bytes { get; private set; }

    /// <summary>False when the memory that the pool may have is all held.</summary>
    public bool TryRent(int width, int height, out Picture picture)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, PicturePoolOptions.LongestSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, PicturePoolOptions.LongestSide);
        picture = default;
        if (!_idle.TryGetValue((width, height), out var idle) || !idle.TryPop(out var memory))
        {
            var length = PictureMemory.LengthOf(width, height);
            if (Bytes + length > options.MaxBytes)
                FreeIdle();
            if (Bytes + length > options.MaxBytes)
                return false;

            memory = new PictureMemory(this, width, height);
            Bytes += memory.Length;
        }

        Outstanding++;
        picture = memory.Hold();
        return true;
    }

    /// <summary>What is still held is freed when it is returned.</summary>
    public void Dispose()
    {
        _isClosed = true;
        FreeIdle();
    }

    internal void TakeBack(PictureMemory memory)
    {
        Outstanding--;
        if (_isClosed)
        {
            Free(memory);
            return;
        }

        if (!_idle.TryGetValue((memory.Width, memory.Height), out var idle))
            _idle.Add((memory.Width, memory.Height), idle = []);

        idle.Push(memory);
    }

    private void FreeIdle()
    {
        foreach (var stack in _idle.Values)
        {
            while (stack.TryPop(out var memory))
                Free(memory);
        }

        _idle.Clear();
    }

    private void Free(PictureMemory memory)
    {
        Bytes -= memory.Length;
        memory.Dispose();
    }
}
