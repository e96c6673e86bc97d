using System.Buffers.Binary;

namespace Protocols.Rtp;

/// <summary>
/// A look at the bytes of one RTP packet (RFC 3550 §5.1). It owns nothing and cannot outlive them.
/// Whoever holds a view holds a packet whose header, CSRCs, extension block and padding all lie inside the bytes.
/// </summary>
public readonly ref struct RtpPacket
{
    public const int FixedHeaderLength = 12;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;
    private readonly int _payloadEnd;

    private RtpPacket(ReadOnlySpan<byte> bytes, int payloadStart, int payloadEnd)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
        _payloadEnd = payloadEnd;
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool Marker => (_bytes[1] & 0x80) != 0;

    public PayloadType PayloadType => new((byte)(_bytes[1] & 0x7F));

    public SequenceNumber SequenceNumber => new(BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]));

    public RtpTimestamp Timestamp => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]));

    public Ssrc Ssrc => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]));

    public int CsrcCount => _bytes[0] & 0x0F;

    public int HeaderLength => _payloadStart;

    public int PaddingLength => _bytes.Length - _payloadEnd;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart.._payloadEnd];

    public RtpExtensions Extensions =>
        (_bytes[0] & 0x10) == 0 ? default : RtpExtensions.Over(_bytes[(FixedHeaderLength + (CsrcCount * 4)).._payloadStart]);

    public Ssrc Csrc(int index) => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes.Slice(FixedHeaderLength + (index * 4), 4)));

    //  0                   1                   2                   3
    //  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    // |V=2|P|X|  CC   |M|     PT      |       sequence number         |
    // |                           timestamp                           |
    // |                             SSRC                              |
    // |                        CSRC × CC, extension block if X        |
    public static bool TryParse(ReadOnlySpan<byte> bytes, out RtpPacket packet)
    {
        packet = default;
        if (!TryReadHeaderLength(bytes, out var payloadStart))
            return false;

        var payloadEnd = bytes.Length;
        if ((bytes[0] & 0x20) != 0)
        {
            var padding = bytes[^1];
            if (padding == 0 || padding > payloadEnd - payloadStart)
                return false;

            payloadEnd -= padding;
        }

        packet = new RtpPacket(bytes, payloadStart, payloadEnd);
        return true;
    }

    /// <summary>Where the payload begins: the one thing SRTP must know of a packet it cannot read yet.</summary>
    public static bool TryReadHeaderLength(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < FixedHeaderLength || (bytes[0] & 0xC0) != 0x80)
            return false;

        length = FixedHeaderLength + ((bytes[0] & 0x0F) * 4);
        if ((bytes[0] & 0x10) == 0)
            return length <= bytes.Length;

        if (bytes.Length < length + 4)
            return false;

        length += 4 + (BinaryPrimitives.ReadUInt16BigEndian(bytes[(length + 2)..]) * 4);
        return length <= bytes.Length;
    }
}
