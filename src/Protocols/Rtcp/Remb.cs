using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// A look at a receiver's estimated maximum bitrate (draft-alvestrand-rmcat-remb-03): application-layer feedback that begins
/// with the letters REMB. A rate beyond what <see cref="Protocols.Bitrate"/> can say is read as unlimited.
/// </summary>
public readonly ref struct Remb
{
    internal const uint Identifier = 0x52454D42;
    internal const int MantissaBits = 18;

    private const int FixedLength = 16;

    private readonly ReadOnlySpan<byte> _body;

    private Remb(ReadOnlySpan<byte> body) => _body = body;

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public int Count => _body[12];

    public Ssrc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_body.Slice(FixedLength, Count * 4).Slice(index * 4, 4)));

    public Bitrate Bitrate => WireBitrate.Read(
        exponent: _body[13] >> 2, mantissa: (uint)(((_body[13] & 0x03) << 16) | BinaryPrimitives.ReadUInt16BigEndian(_body[14..])));

    //  |                  sender SSRC, unused media SSRC                |
    //  |                            R E M B                             |
    //  |   Num SSRC    | BR Exp    |  BR Mantissa                       |
    //  |   SSRC feedback × Num SSRC                                     |
    public static bool TryParse(in RtcpPacket packet, out Remb remb)
    {
        remb = default;
        var body = packet.Body;
        if (!packet.IsFeedback(RtcpType.PayloadSpecificFeedback, FeedbackFormat.ApplicationLayer) || body.Length < FixedLength
            || BinaryPrimitives.ReadUInt32BigEndian(body[8..]) != Identifier || body.Length < FixedLength + (body[12] * 4))
        {
            return false;
        }

        remb = new Remb(body);
        return true;
    }
}
