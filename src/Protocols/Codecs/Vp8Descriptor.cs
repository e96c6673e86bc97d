using System.Buffers.Binary;

namespace Protocols.Codecs;

/// <summary>
/// The payload descriptor in front of every VP8 packet (RFC 7741 §4.2), and what the first packet of a frame says in the
/// clear of its payload header (§4.3). An absent field is -1.
/// </summary>
public readonly record struct Vp8Descriptor
{
    public int Length { get; private init; }

    /// <summary>N: no other frame is predicted from this one.</summary>
    public bool IsNonReference { get; private init; }

    public bool StartsPartition { get; private init; }

    public byte PartitionIndex { get; private init; }

    public int PictureId { get; private init; }

    /// <summary>7 or 15; 0 without a picture id.</summary>
    public int PictureIdBits { get; private init; }

    /// <summary>TL0PICIDX: counts the pictures of temporal layer 0.</summary>
    public int BaseLayerIndex { get; private init; }

    public byte TemporalLayer { get; private init; }

    /// <summary>Y: predicted from layer 0 alone, so a receiver may begin this temporal layer here.</summary>
    public bool IsLayerSync { get; private init; }

    /// <summary>KEYIDX: names the key frame that prediction goes back to.</summary>
    public int KeyIndex { get; private init; }

    public bool StartsFrame => StartsPartition && PartitionIndex == 0;

    /// <summary>Only the first packet of a frame can tell.</summary>
    public bool IsKeyFrame { get; private init; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    internal int PictureIdAt { get; private init; }

    internal int BaseLayerIndexAt { get; private init; }

    internal int KeyIndexAt { get; private init; }

    //  0 1 2 3 4 5 6 7
    // |X|R|N|S|R| PID |
    // |I|L|T|K| RSV   |   if X
    // |M| PictureID   |   if I, 16 bits if M
    // |  TL0PICIDX    |   if L
    // |TID|Y| KEYIDX  |   if T or K
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
            return false;

        var first = payload[0];
        var at = 1;
        var fields = 0;
        if ((first & 0x80) != 0)
        {
            if (payload.Length < 2)
                return false;

            fields = payload[at++];
        }

        int pictureId = -1, pictureIdBits = 0, pictureIdAt = 0;
        if ((fields & 0x80) != 0)
        {
            if (payload.Length <= at)
                return false;

            pictureIdAt = at;
            pictureIdBits = (payload[at] & 0x80) != 0 ? 15 : 7;
            if (payload.Length < at + (pictureIdBits == 15 ? 2 : 1))
                return false;

            pictureId = pictureIdBits == 15 ? BinaryPrimitives.ReadUInt16BigEndian(payload[at..]) & 0x7FFF : payload[at];
            at += pictureIdBits == 15 ? 2 : 1;
        }

        int baseLayerIndex = -1, baseLayerIndexAt = 0;
        if ((fields & 0x40) != 0)
        {
            if (payload.Length <= at)
                return false;

            baseLayerIndexAt = at;
            baseLayerIndex = payload[at++];
        }

        int temporalLayer = 0, keyIndex = -1, keyIndexAt = 0;
        var isLayerSync = false;
        if ((fields & 0x30) != 0)
        {
            if (payload.Length <= at)
                return false;

            if ((fields & 0x20) != 0)
            {
                temporalLayer = payload[at] >> 6;
                isLayerSync = (payload[at] & 0x20) != 0;
            }

            if ((fields & 0x10) != 0)
            {
                keyIndexAt = at;
                keyIndex = payload[at] & 0x1F;
            }

            at++;
        }

        // A descriptor with nothing behind it carries no part of any frame.
        if (payload.Length <= at)
            return false;

        var startsFrame = (first & 0x17) == 0x10;
        var isKeyFrame = startsFrame && (payload[at] & 1) == 0;
        var (width, height) = isKeyFrame ? ReadSize(payload[at..]) : (0, 0);
        descriptor = new Vp8Descriptor
        {
            Length = at,
            IsNonReference = (first & 0x20) != 0,
            StartsPartition = (first & 0x10) != 0,
            PartitionIndex = (byte)(first & 0x07),
            PictureId = pictureId,
            PictureIdBits = pictureIdBits,
            PictureIdAt = pictureIdAt,
            BaseLayerIndex = baseLayerIndex,
            BaseLayerIndexAt = baseLayerIndexAt,
            TemporalLayer = (byte)temporalLayer,
            IsLayerSync = isLayerSync,
            KeyIndex = keyIndex,
            KeyIndexAt = keyIndexAt,
            IsKeyFrame = isKeyFrame,
            Width = width,
            Height = height,
        };
        return true;
    }

    // RFC 6386 §9.1: frame tag (3 bytes), start code 9D 01 2A, then two 14-bit sizes under 2 bits of scale each.
    private static (int Width, int Height) ReadSize(ReadOnlySpan<byte> frame) =>
        frame.Length < 10 || frame[3] != 0x9D || frame[4] != 0x01 || frame[5] != 0x2A
            ? (0, 0)
            : (BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF);
}
