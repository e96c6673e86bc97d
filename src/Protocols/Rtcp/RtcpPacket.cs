using System.Buffers.Binary;

namespace Protocols.Rtcp;

/// <summary>
/// A look at one packet of a compound. <see cref="Body"/> is what lies between the 4-byte header and the padding,
/// so it is a whole number of 32-bit words unless the sender padded by an odd amount.
/// </summary>
public readonly ref struct RtcpPacket
{
    public const int HeaderLength = 4;

    private readonly int _bodyEnd;

    private RtcpPacket(ReadOnlySpan<byte> bytes, int bodyEnd)
    {
        Bytes = bytes;
        _bodyEnd = bodyEnd;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public RtcpType Type => (RtcpType)Bytes[1];

    /// <summary>The five bits that count report blocks or sources; in feedback messages they are the <see cref="Format"/>.</summary>
    public byte Count => (byte)(Bytes[0] & 0x1F);

    public byte Format => Count;

    public ReadOnlySpan<byte> Body => Bytes[HeaderLength.._bodyEnd];

    //  0                   1                   2                   3
    //  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    // |V=2|P| RC/FMT  |      PT       |   32-bit words minus one      |
    internal static bool TryTake(ReadOnlySpan<byte> bytes, out RtcpPacket packet)
    {
        packet = default;
        if (bytes.Length < HeaderLength || (bytes[0] & 0xC0) != 0x80)
            return false;

        var length = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) + 1) * 4;
        if (length > bytes.Length)
            return false;

        var bodyEnd = length;
        if ((bytes[0] & 0x20) != 0)
        {
            var padding = bytes[length - 1];
            if (padding == 0 || padding > length - HeaderLength)
                return false;

            bodyEnd -= padding;
        }

        packet = new RtcpPacket(bytes[..length], bodyEnd);
        return true;
    }

    internal bool IsFeedback(RtcpType type, byte format) => Type == type && Format == format && Body.Length >= 8;
}
