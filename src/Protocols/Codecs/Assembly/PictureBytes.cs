namespace Protocols.Codecs.Assembly;

/// <summary>The bytes of the picture that is being put together, and where its frames end. It grows to the largest picture there was.</summary>
internal sealed class PictureBytes(int limit)
{
    private const int MostFrames = 8;

    private readonly int[] _ends = new int[MostFrames];
    private byte[] _bytes = new byte[Math.Min(limit, 16 * 1024)];

    public int Length { get; private set; }

    /// <summary>How many frames have ended.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Whether nothing lies behind the end of the last frame.</summary>
    public bool IsAtEnd => Length == (FrameCount == 0 ? 0 : _ends[FrameCount - 1]);

    public ReadOnlySpan<byte> Frame(int index) => _bytes.AsSpan((index == 0 ? 0 : _ends[index - 1])..CheckedEnd(index));

    public void Clear() => (Length, FrameCount) = (0, 0);

    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limit - Length)
            return false;

        if (_bytes.Length < Length + bytes.Length)
            Array.Resize(ref _bytes, Math.Min(limit, 2 * (Length + bytes.Length)));

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    public bool TryEndFrame()
    {
        if (FrameCount == MostFrames)
            return false;

        _ends[FrameCount++] = Length;
        return true;
    }

    private int CheckedEnd(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, FrameCount);
        return _ends[index];
    }
}
