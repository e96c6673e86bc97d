using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>A look at a receiver report (RFC 3550 §6.4.2).</summary>
public readonly ref struct ReceiverReport
{
    internal const int FixedLength = 4;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _blockBytes;

    private ReceiverReport(ReadOnlySpan<byte> body, int blockBytes)
    {
        _body = body;
        _blockBytes = blockBytes;
    }

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public ReportBlocks Blocks => new(_body.Slice(FixedLength, _blockBytes));

    public static bool TryParse(in RtcpPacket packet, out ReceiverReport report)
    {
        report = default;
        var body = packet.Body;
        var blockBytes = packet.Count * ReportBlock.Length;
        if (packet.Type != RtcpType.ReceiverReport || body.Length < FixedLength + blockBytes)
            return false;

        report = new ReceiverReport(body, blockBytes);
        return true;
    }
}
