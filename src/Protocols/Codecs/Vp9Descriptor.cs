using System.Buffers.Binary;

namespace Protocols.Codecs;

/// <summary>
/// The payload descriptor in front of every VP9 packet (RFC 9628 §4.2), flexible (F) or not. An absent field is -1.
/// It lies in the clear even when the frame behind it is encrypted end to end.
/// </summary>
public readonly record struct Vp9Descriptor
{
    private const int MaxReferences = 3;

    public int Length { get; private init; }

    /// <summary>P: predicted from an earlier picture.</summary>
    public bool IsInterPicturePredicted { get; private init; }

    /// <summary>F: references are written out as distances in picture ids, so ids must keep their distances.</summary>
    public bool IsFlexible { get; private init; }

    public bool StartsFrame { get; private init; }

    public bool EndsFrame { get; private init; }

    /// <summary>Z: upper spatial layers are not predicted from this frame.</summary>
    public bool IsNotUsedForUpperSpatialLayers { get; private init; }

    public int PictureId { get; private init; }

    /// <summary>7 or 15; 0 without a picture id.</summary>
    public int PictureIdBits { get; private init; }

    public bool HasLayers { get; private init; }

    public byte TemporalLayer { get; private init; }

    /// <summary>U: a receiver may go up to this frame's temporal layer here.</summary>
    public bool IsSwitchingUpPoint { get; private init; }

    public byte SpatialLayer { get; private init; }

    /// <summary>D: predicted from the next lower spatial layer of the same picture.</summary>
    public bool IsInterLayerPredicted { get; private init; }

    /// <summary>TL0PICIDX: counts the pictures of temporal layer 0 (non-flexible mode only).</summary>
    public int BaseLayerIndex { get; private init; }

    /// <summary>How many P_DIFF values there are (flexible mode only), at most three.</summary>
    public int ReferenceCount { get; private init; }

    /// <summary>How many spatial layers the scalability structure announces; 0 without one.</summary>
    public int SpatialLayerCount { get; private init; }

    /// <summary>The size of this frame's spatial layer, when the scalability structure is here and gives sizes.</summary>
    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>The frame of the lowest spatial layer, predicted from nothing.</summary>
    public bool IsKeyFrame => !IsInterPicturePredicted && SpatialLayer == 0;

    internal int PictureIdAt { get; private init; }

    internal int BaseLayerIndexAt { get; private init; }

    private int References { get; init; }

    /// <summary>P_DIFF: how many pictures back a reference lies.</summary>
    public int Reference(int index) => (References >> (index * 8)) & 0x7F;

    //  0 1 2 3 4 5 6 7
    // |I|P|L|F|B|E|V|Z|
    // |M| PICTURE ID  |   if I, 16 bits if M
    // | TID |U| SID |D|   if L
    // |  TL0PICIDX    |   if L and not F
    // |  P_DIFF     |N|   if F and P, up to 3 times
    // |  SS …         |   if V
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp9Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
            return false;

        var first = payload[0];
        var isFlexible = (first & 0x10) != 0;
        var at = 1;
        int pictureId = -1, pictureIdBits = 0;
        if ((first & 0x80) != 0)
        {
            if (payload.Length <= at)
                return false;

            pictureIdBits = (payload[at] & 0x80) != 0 ? 15 : 7;
            if (payload.Length < at + (pictureIdBits == 15 ? 2 : 1))
                return false;

            pictureId = pictureIdBits == 15 ? BinaryPrimitives.ReadUInt16BigEndian(payload[at..]) & 0x7FFF : payload[at];
            at += pictureIdBits == 15 ? 2 : 1;
        }

        var layers = 0;
        int baseLayerIndex = -1, baseLayerIndexAt = 0;
        var hasLayers = (first & 0x20) != 0;
        if (hasLayers)
        {
            if (payload.Length < at + (isFlexible ? 1 : 2))
                return false;

            layers = payload[at++];
            if (!isFlexible)
            {
                baseLayerIndexAt = at;
                baseLayerIndex = payload[at++];
            }
        }

        int references = 0, referenceCount = 0;
        if (isFlexible && (first & 0x40) != 0)
        {
            var more = true;
            while (more)
            {
                if (payload.Length <= at || referenceCount == MaxReferences)
                    return false;

                references |= (payload[at] >> 1) << (8 * referenceCount++);
                more = (payload[at++] & 1) != 0;
            }
        }

        var spatialLayer = (layers >> 1) & 0x07;
        int spatialLayerCount = 0, width = 0, height = 0;
        if ((first & 0x02) != 0
            && !TryReadStructure(payload, ref at, spatialLayer, out spatialLayerCount, out width, out height))
        {
            return false;
        }

        if (payload.Length <= at)
            return false;

        descriptor = new Vp9Descriptor
        {
            Length = at,
            IsInterPicturePredicted = (first & 0x40) != 0,
            IsFlexible = isFlexible,
            StartsFrame = (first & 0x08) != 0,
            EndsFrame = (first & 0x04) != 0,
            IsNotUsedForUpperSpatialLayers = (first & 0x01) != 0,
            PictureId = pictureId,
            PictureIdBits = pictureIdBits,
            PictureIdAt = 1,
            HasLayers = hasLayers,
            TemporalLayer = (byte)(layers >> 5),
            IsSwitchingUpPoint = (layers & 0x10) != 0,
            SpatialLayer = (byte)spatialLayer,
            IsInterLayerPredicted = (layers & 0x01) != 0,
            BaseLayerIndex = baseLayerIndex,
            BaseLayerIndexAt = baseLayerIndexAt,
            References = references,
            ReferenceCount = referenceCount,
            SpatialLayerCount = spatialLayerCount,
            Width = width,
            Height = height,
        };
        return true;
    }

    // | N_S |Y|G|-|-|-|
    // |  WIDTH (16), HEIGHT (16)     |   if Y, N_S + 1 times
    // |  N_G          |                  if G
    // | TID |U| R |-|-|  R × | P_DIFF |  N_G times
    private static bool TryReadStructure(
        ReadOnlySpan<byte> payload, ref int at, int spatialLayer, out int spatialLayerCount, out int width, out int height)
    {
        spatialLayerCount = width = height = 0;
        if (payload.Length <= at)
            return false;

        var head = payload[at++];
        spatialLayerCount = (head >> 5) + 1;
        if ((head & 0x10) != 0)
        {
            var sizes = spatialLayerCount * 4;
            if (payload.Length < at + sizes)
                return false;

            if (spatialLayer < spatialLayerCount)
            {
                width = BinaryPrimitives.ReadUInt16BigEndian(payload[(at + (spatialLayer * 4))..]);
                height = BinaryPrimitives.ReadUInt16BigEndian(payload[(at + (spatialLayer * 4) + 2)..]);
            }

            at += sizes;
        }

        if ((head & 0x08) == 0)
            return true;

        if (payload.Length <= at)
            return false;

        var pictures = payload[at++];
        for (var picture = 0; picture < pictures; picture++)
        {
            if (payload.Length <= at)
                return false;

            at += 1 + ((payload[at] >> 2) & 0x03);
        }

        return at <= payload.Length;
    }
}
