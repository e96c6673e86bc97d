using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>A look at a sender report (RFC 3550 §6.4.1): what the source sent, and which wall-clock time its media clock means.</summary>
public readonly ref struct SenderReport
{
    internal const int FixedLength = 24;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _blockBytes;

    private SenderReport(ReadOnlySpan<byte> body, int blockBytes)
    {
        _body = body;
        _blockBytes = blockBytes;
    }

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public NtpTime NtpTime => new(BinaryPrimitives.ReadUInt64BigEndian(_body[4..]));

    public RtpTimestamp RtpTimestamp => new(BinaryPrimitives.ReadUInt32BigEndian(_body[12..]));

    /// <summary>RTP packets sent so far, on a circle of 2^32.</summary>
    public uint PacketCount => BinaryPrimitives.ReadUInt32BigEndian(_body[16..]);

    /// <summary>Payload bytes sent so far, on a circle of 2^32.</summary>
    public uint OctetCount => BinaryPrimitives.ReadUInt32BigEndian(_body[20..]);

    public ReportBlocks Blocks => new(_body.Slice(FixedLength, _blockBytes));

    public static bool TryParse(in RtcpPacket packet, out SenderReport report)
    {
        report = default;
        var body = packet.Body;
        var blockBytes = packet.Count * ReportBlock.Length;
        if (packet.Type != RtcpType.SenderReport || body.Length < FixedLength + blockBytes)
            return false;

        report = new SenderReport(body, blockBytes);
        return true;
    }
}
