using System.Buffers.Binary;
using Protocols.Sdp;

namespace Scenarios.Media;

/// <summary>Where one packet stands in its picture, for whoever writes its payload descriptor.</summary>
internal readonly record struct PictureHeader
{
    public required int PictureId { get; init; }

    public required int BaseIndex { get; init; }

    public required int KeyIndex { get; init; }

    public required int Place { get; init; }

    public required int Temporal { get; init; }

    public required int Spatial { get; init; }

    public required bool IsKey { get; init; }

    public required bool IsFirst { get; init; }

    public required bool IsLast { get; init; }

    public required int[] Heights { get; init; }

    /// <summary>Writes the payload descriptor, and of the payload what servers read in the clear.</summary>
    public int Write(CodecName codec, Span<byte> payload) => codec switch
    {
        CodecName.Vp8 => WriteVp8(payload),
        CodecName.Vp9 => WriteVp9(payload),
        CodecName.Av1 => WriteAv1(payload),
        CodecName.H264 => WriteH264(payload),
        _ => throw new NotSupportedException($"There is no simulated encoder for {codec}."),
    };

    // RFC 7741 §4.2 and §4.3.
    private int WriteVp8(Span<byte> payload)
    {
        var isSync = Temporal > 0 && TemporalPattern.NeedsBaseOnly(Place);
        payload[0] = (byte)(0x80 | (IsFirst ? 0x10 : 0));
        payload[1] = 0xF0;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | (PictureId & 0x7FFF)));
        payload[4] = (byte)BaseIndex;
        payload[5] = (byte)((Temporal << 6) | (isSync ? 0x20 : 0) | (KeyIndex & 0x1F));
        if (!IsFirst)
            return 6;

        payload[6] = (byte)(IsKey ? 0 : 1);
        if (!IsKey)
            return 7;

        payload[7] = payload[8] = 0;
        payload[9] = 0x9D;
        payload[10] = 0x01;
        payload[11] = 0x2A;
        BinaryPrimitives.WriteUInt16LittleEndian(payload[12..], (ushort)(Heights[0] * 16 / 9));
        BinaryPrimitives.WriteUInt16LittleEndian(payload[14..], (ushort)Heights[0]);
        return 16;
    }

    // RFC 9628 §4.2, non-flexible, with the sizes in every key picture.
    private int WriteVp9(Span<byte> payload)
    {
        var hasStructure = IsKey && Spatial == 0 && IsFirst;
        var isTop = Spatial == Heights.Length - 1;
        payload[0] = (byte)(0xA0 | (IsKey ? 0 : 0x40) | (IsFirst ? 0x08 : 0) | (IsLast ? 0x04 : 0) | (hasStructure ? 0x02 : 0) | (isTop ? 0x01 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(payload[1..], (ushort)(0x8000 | (PictureId & 0x7FFF)));
        payload[3] = (byte)((Temporal << 5) | (TemporalPattern.NeedsBaseOnly(Place) ? 0x10 : 0) | (Spatial << 1) | (Spatial > 0 ? 1 : 0));
        payload[4] = (byte)BaseIndex;
        if (!hasStructure)
            return 5;

        payload[5] = (byte)(((Heights.Length - 1) << 5) | 0x10);
        var at = 6;
        foreach (var height in Heights)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[at..], (ushort)(height * 16 / 9));
            BinaryPrimitives.WriteUInt16BigEndian(payload[(at + 2)..], (ushort)height);
            at += 4;
        }

        return at;
    }

    // RFC 6184 §5.6 and §5.8: one NAL unit, in fragments where it takes more than a packet. Behind its header the slice with the first macroblock.
    private int WriteH264(Span<byte> payload)
    {
        var type = IsKey ? 5 : 1;
        if (IsFirst && IsLast)
        {
            payload[0] = (byte)(0x60 | type);
            payload[1] = 0x88;
            return 2;
        }

        payload[0] = 0x60 | 28;
        payload[1] = (byte)((IsFirst ? 0x80 : 0) | (IsLast ? 0x40 : 0) | type);
        payload[2] = (byte)(IsFirst ? 0x88 : 0x55);
        return 3;
    }

    // The aggregation header: one element, and whether a coded video sequence begins. Layers are in the dependency descriptor.
    private int WriteAv1(Span<byte> payload)
    {
        payload[0] = (byte)((IsFirst ? 0 : 0x80) | (IsLast ? 0 : 0x40) | 0x10 | (IsKey && IsFirst && Spatial == 0 ? 0x08 : 0));
        payload[1] = 0x30;      // OBU_FRAME without a size
        return 2;
    }
}
