namespace Protocols.Codecs.Assembly;

/// <summary>VP8 (RFC 7741): the payloads of a frame without their descriptors.</summary>
internal sealed class Vp8Unpacker : IUnpacker
{
    public void Begin()
    {
        // Nothing is known of a frame beyond its bytes.
    }

    public bool TryAdd(ReadOnlySpan<byte> payload, PictureBytes picture, out PayloadFacts facts)
    {
        facts = default;
        if (!Vp8Descriptor.TryParse(payload, out var descriptor))
            return false;

        facts = new PayloadFacts(descriptor.StartsFrame, descriptor.IsKeyFrame);
        return (!descriptor.StartsFrame || picture.Length == 0) && picture.TryAdd(payload[descriptor.Length..]);
    }

    public bool TryEnd(PictureBytes picture) => picture.Length > 0 && picture.TryEndFrame();
}
