using System.Buffers.Binary;
using MediaServer.Packets;
using Protocols;
using Protocols.Loss;
using Protocols.Rtp;

namespace MediaServer.Peers;

/// <summary>
/// Makes plain Opus packets of a publisher's redundant ones (RFC 2198), the lost ones among them included, before anyone else sees
/// them: what was lost on the way here is repaired once for everybody.
/// </summary>
internal sealed class RedUnwrapper : IRedOutput
{
    private readonly RedReceiver _red = new();
    private readonly byte[] _packet = new byte[PacketPool.SlotSize];
    private readonly byte[] _header = new byte[PacketPool.SlotSize];
    private int _headerLength;
    private IncomingStream? _stream;
    private Instant _now;
    private DropReason _outcome;

    public DropReason Receive(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        if (packet.Payload.IsEmpty)
            return DropReason.PaddingOnly;

        packet.Bytes[..packet.HeaderLength].CopyTo(_header);
        _headerLength = packet.HeaderLength;
        _stream = stream;
        _now = now;
        _outcome = DropReason.Duplicate;
        return _red.Receive(packet.SequenceNumber, packet.Timestamp, packet.Payload, this) ? _outcome : DropReason.NotRtp;
    }

    void IRedOutput.Recover(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame)
    {
        // The header of the lost packet is lost with it; what is known of it fits the fixed part.
        _packet[0] = 0x80;
        _packet[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(_packet.AsSpan(4), timestamp.Value);
        _header.AsSpan(8, 4).CopyTo(_packet.AsSpan(8));
        Offer(RtpPacket.FixedHeaderLength, payloadType, frame, isRestored: true);
    }

    void IRedOutput.Accept(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame)
    {
        _header.AsSpan(0, _headerLength).CopyTo(_packet);
        _packet[0] &= 0xDF;
        _outcome = Offer(_headerLength, payloadType, frame, isRestored: false);
    }

    private DropReason Offer(int headerLength, PayloadType payloadType, ReadOnlySpan<byte> frame, bool isRestored)
    {
        if (headerLength + frame.Length > _packet.Length)
            return DropReason.TooLarge;

        _packet[1] = (byte)((_packet[1] & 0x80) | payloadType.Value);
        frame.CopyTo(_packet.AsSpan(headerLength));
        return RtpPacket.TryParse(_packet.AsSpan(0, headerLength + frame.Length), out var plain)
            ? _stream!.Receive(plain, isRestored, _now)
            : DropReason.NotRtp;
    }
}
