using System.Buffers.Binary;

namespace Protocols.Codecs;

/// <summary>Writes a <see cref="PayloadPatch"/> into the copy of a payload that goes to one receiver.</summary>
public static class PayloadPatches
{
    /// <summary>
    /// Fields keep their places and widths, so the payload keeps its length. H.264 and AV1 payloads have nothing to
    /// rewrite: their numbers are in the dependency descriptor.
    /// </summary>
    public static void Apply(VideoCodec codec, Span<byte> payload, PayloadPatch patch)
    {
        if (codec == VideoCodec.Vp8 && Vp8Descriptor.TryParse(payload, out var vp8))
        {
            WritePictureId(payload, vp8.PictureIdAt, vp8.PictureIdBits, patch);
            if (patch.HasBaseLayerIndex && vp8.BaseLayerIndex >= 0)
                payload[vp8.BaseLayerIndexAt] = patch.BaseLayerIndex;

            if (patch.HasKeyIndex && vp8.KeyIndex >= 0)
                payload[vp8.KeyIndexAt] = (byte)((payload[vp8.KeyIndexAt] & 0xE0) | patch.KeyIndex);
        }
        else if (codec == VideoCodec.Vp9 && Vp9Descriptor.TryParse(payload, out var vp9))
        {
            WritePictureId(payload, vp9.PictureIdAt, vp9.PictureIdBits, patch);
            if (patch.HasBaseLayerIndex && vp9.BaseLayerIndex >= 0)
                payload[vp9.BaseLayerIndexAt] = patch.BaseLayerIndex;
        }
    }

    private static void WritePictureId(Span<byte> payload, int at, int bits, PayloadPatch patch)
    {
        if (!patch.HasPictureId || bits == 0)
            return;

        if (bits == 15)
            BinaryPrimitives.WriteUInt16BigEndian(payload[at..], (ushort)(0x8000 | patch.PictureId));
        else
            payload[at] = (byte)(patch.PictureId & 0x7F);
    }
}
