using System.Buffers.Binary;

namespace Protocols.Codecs.Packetizing;

/// <summary>The RTP payloads of one VP8 frame (RFC 7741), each with a descriptor of four bytes that carries a picture id of 15 bits.</summary>
public ref struct Vp8Packetizer
{
    public const int DescriptorLength = 4;

    private const byte Extended = 0x80;
    private const byte StartOfPartition = 0x10;
    private const byte HasPictureId = 0x80;

    private readonly ReadOnlySpan<byte> _frame;
    private readonly ushort _pictureId;
    private readonly PayloadSplit _split;
    private int _next;

    public Vp8Packetizer(ReadOnlySpan<byte> frame, int longestPayload, ushort pictureId)
    {
        _frame = frame;
        _pictureId = pictureId;
        _split = new PayloadSplit(frame.Length, longestPayload - DescriptorLength);
    }

    /// <summary>Writes the next payload; false when there was none left.</summary>
    public bool TryNext(Span<byte> payload, out int length)
    {
        length = 0;
        if (_next == _split.Count)
            return false;

        // |X|R|N|S|R| PID | |I|L|T|K|RSV | |M| picture id, 15 bits |
        var piece = _next++;
        payload[0] = (byte)(Extended | (piece == 0 ? StartOfPartition : 0));
        payload[1] = HasPictureId;
        WritePictureId(payload, _pictureId);
        _frame.Slice(_split.Start(piece), _split.Length(piece)).CopyTo(payload[DescriptorLength..]);
        length = DescriptorLength + _split.Length(piece);
        return true;
    }

    public static void WritePictureId(Span<byte> payload, ushort pictureId) =>
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | pictureId));

    /// <summary>RFC 6386 §9.1: the lowest bit of the first byte is 0 in a key frame.</summary>
    public static bool IsKeyFrame(ReadOnlySpan<byte> frame) => !frame.IsEmpty && (frame[0] & 1) == 0;
}
