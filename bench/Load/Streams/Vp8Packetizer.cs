namespace Load.Streams;

/// <summary>VP8 frames as RTP payloads (RFC 7741): a four-byte descriptor with a 15-bit picture id, which the player fills in.</summary>
internal static class Vp8Packetizer
{
    private const int DescriptorLength = 4;
    private const byte Extended = 0x80;
    private const byte StartOfPartition = 0x10;
    private const byte HasPictureId = 0x80;

    // |X|R|N|S|R| PID | |I|L|T|K|RSV| |M| picture id, 15 bits |
    public static byte[] Describe(byte[] frame, int start, int length)
    {
        var payload = new byte[DescriptorLength + length];
        payload[0] = (byte)(Extended | (start == 0 ? StartOfPartition : 0));
        payload[1] = HasPictureId;
        frame.AsSpan(start, length).CopyTo(payload.AsSpan(DescriptorLength));
        return payload;
    }

    public static IEnumerable<byte[]> Packetize(byte[] frame) =>
        PayloadSplit.Split(frame.Length, PayloadSplit.LongestPayload - DescriptorLength).Select(piece => Describe(frame, piece.Start, piece.Length));

    /// <summary>RFC 6386 §9.1: the lowest bit of the first byte is 0 in a key frame.</summary>
    public static bool IsKeyFrame(ReadOnlySpan<byte> frame) => !frame.IsEmpty && (frame[0] & 1) == 0;

    public static void WritePictureId(Span<byte> payload, ushort pictureId)
    {
        payload[2] = (byte)(0x80 | (pictureId >> 8));
        payload[3] = (byte)pictureId;
    }
}
