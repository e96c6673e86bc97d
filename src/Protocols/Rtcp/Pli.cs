using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>Picture loss indication (RFC 4585 §6.3.1): the receiver can show nothing more without a key frame.</summary>
public readonly record struct Pli(Ssrc Sender, Ssrc Media)
{
    public static bool TryParse(in RtcpPacket packet, out Pli pli)
    {
        pli = default;
        if (!packet.IsFeedback(RtcpType.PayloadSpecificFeedback, FeedbackFormat.PictureLoss))
            return false;

        var body = packet.Body;
        pli = new Pli(
            new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body)), new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body[4..])));
        return true;
    }
}
