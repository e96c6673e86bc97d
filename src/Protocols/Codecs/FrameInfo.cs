namespace Protocols.Codecs;

/// <summary>
/// What forwarding must know of one incoming video packet, whatever its codec. Read once per packet, used for every receiver.
/// A "frame" is the picture of one spatial layer; the frames of one instant, which share a timestamp, are a picture.
/// </summary>
public readonly record struct FrameInfo
{
    /// <summary>False when the payload could not be read; then nothing else here means anything.</summary>
    public bool IsReadable { get; init; }

    public bool StartsFrame { get; init; }

    public bool EndsFrame { get; init; }

    /// <summary>Part of a picture that can be decoded from nothing. A receiver may join at one that also starts its frame in layer 0.</summary>
    public bool IsKeyFrame { get; init; }

    public byte SpatialLayer { get; init; }

    public byte TemporalLayer { get; init; }

    /// <summary>From here on a receiver may be sent this temporal layer although it has not had it before.</summary>
    public bool IsTemporalSwitchPoint { get; init; }

    /// <summary>This frame needs no earlier picture: a receiver who has the lower layers of this picture may begin this spatial layer.</summary>
    public bool IsSpatialSwitchPoint { get; init; }

    /// <summary>No other frame is predicted from this one.</summary>
    public bool Discardable { get; init; }

    /// <summary>The next spatial layer of the same picture is predicted from this frame.</summary>
    public bool UsedForUpperSpatialLayer { get; init; }

    /// <summary>0 unless this packet says how large the frame is.</summary>
    public int Width { get; init; }

    /// <summary>0 unless this packet says how large the frame is.</summary>
    public int Height { get; init; }

    /// <summary>The picture id (VP8, VP9) or frame number (dependency descriptor), if <see cref="NumberBits"/> is not 0.</summary>
    public int Number { get; init; }

    /// <summary>After how many bits the number goes round: 7, 15 or 16.</summary>
    public byte NumberBits { get; init; }

    /// <summary>TL0PICIDX, or -1.</summary>
    public short BaseLayerIndex { get; init; }

    /// <summary>KEYIDX, or -1.</summary>
    public sbyte KeyIndex { get; init; }

    /// <summary>What the frame's dependency descriptor was read with; to be used before the stream's next packet is read.</summary>
    public DependencyStructure? Structure { get; init; }

    /// <summary>The dependency descriptor carries its structure.</summary>
    public bool HasStructure { get; init; }

    /// <summary>The decode targets that the sender produces, one bit each, if there is a structure.</summary>
    public uint ActiveTargets { get; init; }

    /// <summary>The first packet of a picture at which any receiver may join or change its source.</summary>
    public bool IsEntryPoint => StartsFrame && IsKeyFrame && SpatialLayer == 0;

    /// <summary>Whether a receiver of these layers must have this packet.</summary>
    public bool IsNeededFor(int spatialLayer, int temporalLayer) =>
        TemporalLayer <= temporalLayer
        && (SpatialLayer == spatialLayer || (SpatialLayer < spatialLayer && UsedForUpperSpatialLayer));

    /// <summary>
    /// Whether the RTP marker belongs on this packet when nothing above <paramref name="topSpatialLayer"/> is sent
    /// (RFC 9628 §4.1): without it the receiver waits for the next picture before it shows this one.
    /// </summary>
    public bool EndsPicture(int topSpatialLayer, bool marker) => marker || (EndsFrame && SpatialLayer == topSpatialLayer);
}
