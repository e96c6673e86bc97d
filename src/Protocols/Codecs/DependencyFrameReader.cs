using Protocols.Rtp;

namespace Protocols.Codecs;

/// <summary>Reads <see cref="FrameInfo"/> from a dependency descriptor alone, so it works on payloads that can't be read.</summary>
internal static class DependencyFrameReader
{
    public static bool TryRead(in RtpPacket packet, ReadOnlySpan<byte> bytes, ref CodecReaderState state, out FrameInfo frame)
    {
        frame = default;
        if (bytes.IsEmpty)
            return false;

        var history = state.Dependencies ??= new DependencyHistory();
        if (!DependencyDescriptor.TryParse(bytes, history, out var descriptor))
            return false;

        var timestamp = packet.Timestamp;
        var structure = descriptor.Structure;
        history.Remember(descriptor.FrameNumber, timestamp, descriptor.TemporalLayer);
        var (isTemporalSwitch, isSpatialSwitch) = FindSwitchPoints(descriptor, timestamp, history);
        if (descriptor.HasStructure && descriptor.SpatialLayer == 0 && isSpatialSwitch)
            state.MarkKeyPicture(timestamp);

        var (isDiscardable, isUsedAbove) = FindUses(descriptor);
        var (width, height) = structure.Size(descriptor.SpatialLayer);
        frame = new FrameInfo
        {
            IsReadable = true,
            StartsFrame = descriptor.StartsFrame,
            EndsFrame = descriptor.EndsFrame,
            IsKeyFrame = state.IsKeyPicture(timestamp),
            SpatialLayer = descriptor.SpatialLayer,
            TemporalLayer = descriptor.TemporalLayer,
            IsTemporalSwitchPoint = isTemporalSwitch,
            IsSpatialSwitchPoint = isSpatialSwitch,
            Discardable = isDiscardable,
            UsedForUpperSpatialLayer = isUsedAbove,
            Width = width,
            Height = height,
            Number = descriptor.FrameNumber,
            NumberBits = 16,
            BaseLayerIndex = -1,
            KeyIndex = -1,
            Structure = structure,
            HasStructure = descriptor.HasStructure,
            ActiveTargets = ReferenceEquals(structure, history.Current) ? history.ActiveTargets : structure.AllTargets,
        };
        return true;
    }

    // A frame predicted within its picture alone begins a spatial layer; one predicted beyond that from layer 0 alone
    // begins a temporal layer, as VP8's Y bit says. A reference that was never seen proves neither.
    private static (bool Temporal, bool Spatial) FindSwitchPoints(
        in DependencyDescriptor descriptor, RtpTimestamp timestamp, DependencyHistory history)
    {
        var isTemporal = true;
        var isSpatial = true;
        foreach (var distance in descriptor.Distances)
        {
            var isKnown = history.TryRecall(unchecked((ushort)(descriptor.FrameNumber - distance)), out var pictureOf, out var temporalLayer);
            if (isKnown && pictureOf == timestamp)
                continue;

            isSpatial = false;
            isTemporal &= isKnown && temporalLayer == 0;
        }

        return (isTemporal || descriptor.TemporalLayer == 0, isSpatial);
    }

    private static (bool IsDiscardable, bool IsUsedAbove) FindUses(in DependencyDescriptor descriptor)
    {
        var isDiscardable = true;
        var isUsedAbove = false;
        for (var target = 0; target < descriptor.Structure.TargetCount; target++)
        {
            var indication = descriptor.Indication(target);
            if (indication == DecodeTargetIndication.NotPresent)
                continue;

            isDiscardable &= indication == DecodeTargetIndication.Discardable;
            isUsedAbove |= descriptor.Structure.TargetSpatialLayer(target) > descriptor.SpatialLayer;
        }

        return (isDiscardable, isUsedAbove);
    }
}
