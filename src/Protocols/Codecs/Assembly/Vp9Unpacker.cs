namespace Protocols.Codecs.Assembly;

/// <summary>VP9 (RFC 9628): the payloads of each layer's frame without their descriptors.</summary>
internal sealed class Vp9Unpacker : IUnpacker
{
    public void Begin()
    {
        // Where a frame began is seen in the picture's bytes.
    }

    public bool TryAdd(ReadOnlySpan<byte> payload, PictureBytes picture, out PayloadFacts facts)
    {
        facts = default;
        if (!Vp9Descriptor.TryParse(payload, out var descriptor))
            return false;

        facts = new PayloadFacts(descriptor.StartsFrame, descriptor.IsKeyFrame);
        return descriptor.StartsFrame == picture.IsAtEnd
            && picture.TryAdd(payload[descriptor.Length..])
            && (!descriptor.EndsFrame || picture.TryEndFrame());
    }

    public bool TryEnd(PictureBytes picture) => picture.FrameCount > 0 && picture.IsAtEnd;
}
