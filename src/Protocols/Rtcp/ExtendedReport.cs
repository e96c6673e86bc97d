using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// A look at an extended report (RFC 3611), which gives receivers that send no media a round trip time: they tell their
/// reference time, we answer how long we have had it. Other blocks are stepped over by their length.
/// </summary>
public readonly ref struct ExtendedReport
{
    internal const byte ReceiverReferenceTimeBlock = 4;
    internal const byte DlrrBlock = 5;
    internal const int DlrrEntryLength = 12;

    private readonly ReadOnlySpan<byte> _body;

    private ExtendedReport(ReadOnlySpan<byte> body) => _body = body;

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public static bool TryParse(in RtcpPacket packet, out ExtendedReport report)
    {
        report = default;
        if (packet.Type != RtcpType.ExtendedReport || packet.Body.Length < 4)
            return false;

        report = new ExtendedReport(packet.Body);
        return true;
    }

    public Enumerator GetEnumerator() => new(_body[4..]);

    public bool TryFindReferenceTime(out NtpTime time)
    {
        foreach (var block in this)
        {
            if (block.TryReadReferenceTime(out time))
                return true;
        }

        time = default;
        return false;
    }

    public bool TryFindDlrr(Ssrc receiver, out DlrrEntry entry)
    {
        foreach (var block in this)
        {
            for (var i = 0; i < block.DlrrCount; i++)
            {
                entry = block.Dlrr(i);
                if (entry.Receiver == receiver)
                    return true;
            }
        }

        entry = default;
        return false;
    }

    public readonly ref struct Block(byte type, ReadOnlySpan<byte> content)
    {
        public byte Type { get; } = type;

        public ReadOnlySpan<byte> Content { get; } = content;

        public int DlrrCount => Type == DlrrBlock ? Content.Length / DlrrEntryLength : 0;

        public DlrrEntry Dlrr(int index)
        {
            var entry = Content.Slice(index * DlrrEntryLength, DlrrEntryLength);
            return new DlrrEntry(
                new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(entry)),
                BinaryPrimitives.ReadUInt32BigEndian(entry[4..]),
                CompactNtp.ToTimeSpan(BinaryPrimitives.ReadUInt32BigEndian(entry[8..])));
        }

        public bool TryReadReferenceTime(out NtpTime time)
        {
            time = default;
            if (Type != ReceiverReferenceTimeBlock || Content.Length < 8)
                return false;

            time = new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(Content));
            return true;
        }
    }

    public ref struct Enumerator(ReadOnlySpan<byte> blocks)
    {
        private ReadOnlySpan<byte> _rest = blocks;

        public Block Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.Length < 4)
                return false;

            var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) * 4;
            if (_rest.Length < 4 + length)
                return false;

            Current = new Block(_rest[0], _rest.Slice(4, length));
            _rest = _rest[(4 + length)..];
            return true;
        }
    }
}

/// <summary>One receiver's reference time, echoed by us: the other half of <see cref="ReportBlock"/>'s round trip (RFC 3611 §4.5).</summary>
/// <param name="LastReceiverReference">The middle of the NTP time in the last reference time block, 0 if none has come.</param>
public readonly record struct DlrrEntry(Ssrc Receiver, uint LastReceiverReference, TimeSpan DelaySinceLastReference)
{
    public bool TryRoundTrip(NtpTime now, out TimeSpan roundTrip) =>
        new ReportBlock(Receiver, 0, 0, 0, 0, LastReceiverReference, DelaySinceLastReference).TryRoundTrip(now, out roundTrip);
}
