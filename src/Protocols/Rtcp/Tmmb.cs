using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// A look at a temporary maximum media bitrate request or its notification (TMMBR and TMMBN, RFC 5104 §4.2): they differ in
/// who speaks, not in form. A notification may have no entry, which says that nothing limits the sender.
/// </summary>
public readonly ref struct Tmmb
{
    internal const int EntryLength = 8;
    internal const int MantissaBits = 17;
    internal const int MaxOverhead = 0x1FF;

    private readonly ReadOnlySpan<byte> _body;

    private Tmmb(ReadOnlySpan<byte> body, bool isNotification)
    {
        _body = body;
        IsNotification = isNotification;
    }

    /// <summary>TMMBN rather than TMMBR.</summary>
    public bool IsNotification { get; }

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public int Count => (_body.Length - 8) / EntryLength;

    //  |                              SSRC                             |
    //  | MxTBR Exp |  MxTBR Mantissa                 |Measured Overhead|
    public TmmbEntry this[int index]
    {
        get
        {
            var entry = _body[8..].Slice(index * EntryLength, EntryLength);
            var word = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
            return new TmmbEntry(
                new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(entry)),
                WireBitrate.Read(exponent: (int)(word >> 26), mantissa: (word >> 9) & 0x1_FFFF),
                (int)(word & MaxOverhead));
        }
    }

    public static bool TryParse(in RtcpPacket packet, out Tmmb message)
    {
        message = default;
        var isNotification = packet.IsFeedback(RtcpType.TransportLayerFeedback, FeedbackFormat.Tmmbn);
        var isRequest = packet.IsFeedback(RtcpType.TransportLayerFeedback, FeedbackFormat.Tmmbr)
            && packet.Body.Length >= 8 + EntryLength;
        if (!isNotification && !isRequest)
            return false;

        message = new Tmmb(packet.Body, isNotification);
        return true;
    }
}

/// <summary>One limit of a <see cref="Tmmb"/>. Overhead is the asker's guess of header bytes per packet, below 512.</summary>
public readonly record struct TmmbEntry(Ssrc Media, Bitrate Limit, int Overhead);
