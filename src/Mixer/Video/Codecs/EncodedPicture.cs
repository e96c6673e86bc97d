namespace Mixer.Video.Codecs;

/// <summary>
/// One encoded picture in an encoder's memory: the NAL units of H.264 one by one, without start codes; a frame of VP8 as one unit. Good
/// until the encoder encodes again.
/// </summary>
public readonly unsafe ref struct EncodedPicture
{
    private readonly byte* _start;
    private readonly ReadOnlySpan<EncodedUnit> _units;

    internal EncodedPicture(byte* start, ReadOnlySpan<EncodedUnit> units, bool isKeyFrame)
    {
        _start = start;
        _units = units;
        IsKeyFrame = isKeyFrame;
    }

    public bool IsKeyFrame { get; }

    public bool IsEmpty => _units.IsEmpty;

    public int UnitCount => _units.Length;

    public int Length
    {
        get
        {
            var length = 0;
            foreach (var unit in _units)
                length += unit.Length;

            return length;
        }
    }

    public ReadOnlySpan<byte> Unit(int index) => new(_start + _units[index].Offset, _units[index].Length);
}

internal readonly record struct EncodedUnit(nint Offset, int Length);
