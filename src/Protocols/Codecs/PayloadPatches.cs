using System.Buffers.Binary;

namespace Protocols.Codecs;

/// <summary>Writes a <see cref="PayloadPatch"/> into the copy of a payload that goes to one receiver.</summary>
public static class PayloadPatches
{
    /// <summary>
    /// Fields keep their places and widths, so the payload keeps its length. H.264 and AV1 payloads have nothing to
    /// rewrite: their numbers are in the dependency descriptor.
    /// </summary>
    public static void Apply(VideoCodec codec, Span<byte> payload, PayloadPatch patch) => Apply(payload, Locate(codec, payload), patch);

    /// <summary>The places are the same for all receivers, so they are looked for once.</summary>
    public static PatchPlaces Locate(VideoCodec codec, ReadOnlySpan<byte> payload)
    {
        if (codec == VideoCodec.Vp8 && Vp8Descriptor.TryParse(payload, out var vp8))
        {
            return new PatchPlaces(
                (byte)(vp8.PictureIdBits == 0 ? 0 : vp8.PictureIdAt),
                vp8.PictureIdBits == 15,
                (byte)(vp8.BaseLayerIndex < 0 ? 0 : vp8.BaseLayerIndexAt),
                (byte)(vp8.KeyIndex < 0 ? 0 : vp8.KeyIndexAt));
        }

        if (codec == VideoCodec.Vp9 && Vp9Descriptor.TryParse(payload, out var vp9))
        {
            return new PatchPlaces(
                (byte)(vp9.PictureIdBits == 0 ? 0 : vp9.PictureIdAt),
                vp9.PictureIdBits == 15,
                (byte)(vp9.BaseLayerIndex < 0 ? 0 : vp9.BaseLayerIndexAt),
                0);
        }

        return default;
    }

    /// <param name="payload">The payload that <see cref="Locate"/> has seen, or a copy of it.</param>
    public static void Apply(Span<byte> payload, in PatchPlaces places, PayloadPatch patch)
    {
        if (places.PictureId != 0 && patch.HasPictureId)
        {
            if (places.HasLongPictureId)
                BinaryPrimitives.WriteUInt16BigEndian(payload[places.PictureId..], (ushort)(0x8000 | patch.PictureId));
            else
                payload[places.PictureId] = (byte)(patch.PictureId & 0x7F);
        }

        if (places.BaseLayerIndex != 0 && patch.HasBaseLayerIndex)
            payload[places.BaseLayerIndex] = patch.BaseLayerIndex;

        if (places.KeyIndex != 0 && patch.HasKeyIndex)
            payload[places.KeyIndex] = (byte)((payload[places.KeyIndex] & 0xE0) | patch.KeyIndex);
    }
}

/// <summary>Where in a payload the numbers are that differ from receiver to receiver. The first byte is never one: 0 says there is none.</summary>
public readonly record struct PatchPlaces(byte PictureId, bool HasLongPictureId, byte BaseLayerIndex, byte KeyIndex);
