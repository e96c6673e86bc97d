namespace Protocols.Codecs;

/// <summary>
/// Keeps the picture numbers of one outgoing video stream continuous. Every packet of the current source is shown to it,
/// once, in the order of arrival: with <see cref="TryMap"/> if it is for this receiver, with <see cref="Drop"/> if not.
/// Ask it before the sequence numbers, because it may refuse.
/// </summary>
public interface IPayloadRewriter
{
    /// <summary>The next packets come from another source, which begins with this one.</summary>
    void SwitchTo(in FrameInfo first);

    /// <summary>False when an earlier packet of the same picture was left out, or the packet is older than its source's beginning.</summary>
    bool TryMap(in FrameInfo frame, out PayloadPatch patch);

    void Drop(in FrameInfo frame);
}

/// <summary>The rewriter that a codec needs.</summary>
public static class PayloadRewriters
{
    public static IPayloadRewriter For(VideoCodec codec) => codec switch
    {
        VideoCodec.Vp8 => new Vp8Rewriter(),
        VideoCodec.Vp9 => new Vp9Rewriter(),
        _ => new DependencyDescriptorRewriter(),
    };
}
