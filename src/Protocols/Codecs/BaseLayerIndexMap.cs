namespace Protocols.Codecs;

/// <summary>TL0PICIDX of one outgoing stream: shifted so that each source continues the last.</summary>
internal struct BaseLayerIndexMap
{
    private byte _shift;
    private byte _highest;
    private bool _hasAny;

    public void SwitchTo(int first)
    {
        if (_hasAny && first >= 0)
            _shift = unchecked((byte)(_highest + 1 - first));
    }

    public byte Map(int index)
    {
        var mapped = unchecked((byte)(index + _shift));
        if (!_hasAny || unchecked((sbyte)(mapped - _highest)) > 0)
            _highest = mapped;

        _hasAny = true;
        return mapped;
    }
}
