namespace Protocols.Codecs;

/// <summary>
/// The numbers of one outgoing VP9 stream (RFC 9628 §4.2). They shift only with the source: in flexible mode P_DIFF counts
/// back in picture ids, and otherwise a picture's place in its group is reckoned from its id, so closing up over temporal
/// layers that were left out would make receivers look for the wrong references. The gaps do no harm: what a receiver
/// needs is named by references or by TL0PICIDX.
/// </summary>
public sealed class Vp9Rewriter : IPayloadRewriter
{
    private PictureMap _pictures;
    private BaseLayerIndexMap _baseLayer;

    public void SwitchTo(in FrameInfo first)
    {
        if (first.NumberBits != 0)
            _pictures.SwitchTo(first.Number);

        _baseLayer.SwitchTo(first.BaseLayerIndex);
    }

    public bool TryMap(in FrameInfo frame, out PayloadPatch patch)
    {
        patch = default;
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

        return true;
    }

    /// <summary>Nothing moves up; see above.</summary>
    public void Drop(in FrameInfo frame)
    {
    }
}
