namespace Protocols.Codecs;

/// <summary>
/// The numbers of one outgoing VP8 stream (RFC 7741 §4.2). Picture ids close up over temporal layers that were left out;
/// TL0PICIDX and KEYIDX count layer 0 and key frames, of which none is ever left out, so they shift only with the source.
/// </summary>
public sealed class Vp8Rewriter : IPayloadRewriter
{
    private PictureMap _pictures;
    private BaseLayerIndexMap _baseLayer;
    private byte _keyShift;
    private byte _highestKey;
    private bool _hasKey;

    public void SwitchTo(in FrameInfo first)
    {
        if (first.NumberBits != 0)
            _pictures.SwitchTo(first.Number);

        _baseLayer.SwitchTo(first.BaseLayerIndex);
        if (_hasKey && first.KeyIndex >= 0)
            _keyShift = (byte)((_highestKey + 1 - first.KeyIndex) & 0x1F);
    }

    public bool TryMap(in FrameInfo frame, out PayloadPatch patch)
    {
        patch = default;

        // An encoder that was made anew counts anew, and shows it by a key frame with an impossible number.
        if (frame is { IsEntryPoint: true, NumberBits: not 0 } && _pictures.IsBeyondWindow(frame.Number, frame.NumberBits))
            SwitchTo(frame);

        if (frame.NumberBits != 0)
        {
            if (!_pictures.TryMap(frame.Number, frame.NumberBits, out var picture))
                return false;

            patch = patch.WithPictureId(picture);
        }

        if (frame.BaseLayerIndex >= 0)
            patch = patch.WithBaseLayerIndex(_baseLayer.Map(frame.BaseLayerIndex));

        if (frame.KeyIndex >= 0)
            patch = patch.WithKeyIndex(MapKey(frame.KeyIndex));

        return true;
    }

    public void Drop(in FrameInfo frame)
    {
        if (frame.NumberBits != 0)
            _pictures.Drop(frame.Number, frame.NumberBits);
    }

    private byte MapKey(int index)
    {
        var mapped = (byte)((index + _keyShift) & 0x1F);
        if (!_hasKey || ((mapped - _highestKey) & 0x1F) is > 0 and < 16)
            _highestKey = mapped;

        _hasKey = true;
        return mapped;
    }
}
