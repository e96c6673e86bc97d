using Protocols.Rtp;

namespace Protocols.Codecs;

/// <summary>
/// Reads <see cref="FrameInfo"/> from a packet of any codec. VP8 and VP9 say everything in their payload descriptors; H.264
/// and AV1 name layers only in a dependency descriptor, and without one have a single layer.
/// </summary>
public static class FrameReader
{
    public static FrameInfo Read(
        VideoCodec codec, in RtpPacket packet, ReadOnlySpan<byte> dependencyDescriptor, ref CodecReaderState state) => codec switch
        {
            VideoCodec.Vp8 => ReadVp8(packet, ref state),
            VideoCodec.Vp9 => ReadVp9(packet, ref state),
            _ when DependencyFrameReader.TryRead(packet, dependencyDescriptor, ref state, out var frame) => frame,
            VideoCodec.H264 => ReadH264(packet, ref state),
            VideoCodec.Av1 => ReadAv1(packet, ref state),
            _ => default,
        };

    private static FrameInfo ReadVp8(in RtpPacket packet, ref CodecReaderState state)
    {
        if (!Vp8Descriptor.TryParse(packet.Payload, out var descriptor))
            return default;

        if (descriptor.IsKeyFrame)
            state.MarkKeyPicture(packet.Timestamp);

        var isKeyFrame = state.IsKeyPicture(packet.Timestamp);
        return new FrameInfo
        {
            IsReadable = true,
            StartsFrame = descriptor.StartsFrame,
            EndsFrame = packet.Marker,
            IsKeyFrame = isKeyFrame,
            TemporalLayer = descriptor.TemporalLayer,
            IsTemporalSwitchPoint = isKeyFrame || descriptor.IsLayerSync || descriptor.TemporalLayer == 0,
            IsSpatialSwitchPoint = isKeyFrame,
            Discardable = descriptor.IsNonReference,
            Width = descriptor.Width,
            Height = descriptor.Height,
            Number = descriptor.PictureId,
            NumberBits = (byte)descriptor.PictureIdBits,
            BaseLayerIndex = (short)descriptor.BaseLayerIndex,
            KeyIndex = (sbyte)descriptor.KeyIndex,
        };
    }

    private static FrameInfo ReadVp9(in RtpPacket packet, ref CodecReaderState state)
    {
        if (!Vp9Descriptor.TryParse(packet.Payload, out var descriptor))
            return default;

        if (descriptor.IsKeyFrame)
            state.MarkKeyPicture(packet.Timestamp);

        var isKeyFrame = state.IsKeyPicture(packet.Timestamp);
        return new FrameInfo
        {
            IsReadable = true,
            StartsFrame = descriptor.StartsFrame,
            EndsFrame = descriptor.EndsFrame,
            IsKeyFrame = isKeyFrame,
            SpatialLayer = descriptor.SpatialLayer,
            TemporalLayer = descriptor.TemporalLayer,
            IsTemporalSwitchPoint = isKeyFrame || descriptor.IsSwitchingUpPoint || descriptor.TemporalLayer == 0,
            IsSpatialSwitchPoint = !descriptor.IsInterPicturePredicted,
            UsedForUpperSpatialLayer = !descriptor.IsNotUsedForUpperSpatialLayers,
            Width = descriptor.Width,
            Height = descriptor.Height,
            Number = descriptor.PictureId,
            NumberBits = (byte)descriptor.PictureIdBits,
            BaseLayerIndex = (short)descriptor.BaseLayerIndex,
            KeyIndex = -1,
        };
    }

    // A picture may be entered at its parameter sets. A stream that never sends any has them in its session description
    // and is entered at the IDR slice itself; one that does must be entered there, for its slices can't be read without.
    private static FrameInfo ReadH264(in RtpPacket packet, ref CodecReaderState state)
    {
        if (!H264Nal.TryParse(packet.Payload, out var nal))
            return default;

        var timestamp = packet.Timestamp;
        var begins = state.BeginsPicture(timestamp);
        if (nal.ContainsSps)
        {
            state.SendsParameterSets = true;
            state.ParameterSets = timestamp;
        }

        if (nal.ContainsSps || (nal.ContainsIdr && (!state.SendsParameterSets || state.ParameterSets == timestamp)))
            state.MarkKeyPicture(timestamp);

        // A delimiter or SEI may lie before the entry, and a retransmitted entry comes after the rest of its picture.
        var isEntry = nal.ContainsSps || (nal.ContainsIdr && nal.MayStartPicture && !state.SendsParameterSets);

        return new FrameInfo
        {
            IsReadable = true,
            StartsFrame = isEntry || (begins && nal.MayStartPicture),
            EndsFrame = packet.Marker,
            IsKeyFrame = state.IsKeyPicture(timestamp),
            IsTemporalSwitchPoint = true,
            IsSpatialSwitchPoint = state.IsKeyPicture(timestamp),
            Discardable = nal.IsNonReference,
            Width = nal.Width,
            Height = nal.Height,
        };
    }

    private static FrameInfo ReadAv1(in RtpPacket packet, ref CodecReaderState state)
    {
        if (!Av1AggregationHeader.TryParse(packet.Payload, out var header))
            return default;

        if (header.StartsCodedVideoSequence || (header.HasSequenceHeader && !header.ContinuesElement))
            state.MarkKeyPicture(packet.Timestamp);

        var begins = state.BeginsPicture(packet.Timestamp);
        return new FrameInfo
        {
            IsReadable = true,
            StartsFrame = header.StartsCodedVideoSequence || (begins && !header.ContinuesElement),
            EndsFrame = packet.Marker,
            IsKeyFrame = state.IsKeyPicture(packet.Timestamp),
            IsTemporalSwitchPoint = true,
            IsSpatialSwitchPoint = state.IsKeyPicture(packet.Timestamp),
        };
    }
}
