using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// What one receiver says of one source (RFC 3550 §6.4.1). Jitter is in units of the source's media clock.
/// </summary>
/// <param name="FractionLost">Lost since the report before, in 1/256.</param>
/// <param name="CumulativeLost">Since the beginning; negative when duplicates outnumber losses. 24 bits on the wire.</param>
/// <param name="HighestSequence">The highest sequence number with the count of its wraps above it.</param>
/// <param name="LastSenderReport">The middle of the NTP time in the last sender report, 0 if none has come.</param>
/// <param name="DelaySinceLastSenderReport">How long that report has been here, in units of 1/65536 s on the wire.</param>
public readonly record struct ReportBlock(
    Ssrc Source,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequence,
    uint Jitter,
    uint LastSenderReport,
    TimeSpan DelaySinceLastSenderReport)
{
    public const int Length = 24;

    public double LossFraction => FractionLost / 256.0;

    /// <summary>The round trip that this report closes (RFC 3550 §6.4.1); false when no report of ours is named in it.</summary>
    public bool TryRoundTrip(NtpTime now, out TimeSpan roundTrip)
    {
        roundTrip = TimeSpan.Zero;
        if (LastSenderReport == 0)
            return false;

        roundTrip = CompactNtp.Elapsed(from: LastSenderReport, to: now.Compact) - DelaySinceLastSenderReport;
        if (roundTrip < TimeSpan.Zero)
            roundTrip = TimeSpan.Zero;

        return true;
    }

    internal static ReportBlock Read(ReadOnlySpan<byte> bytes) => new(
        new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) << 8 >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
        CompactNtp.ToTimeSpan(BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])));

    internal void Write(Span<byte> bytes)
    {
        var lost = Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Source.Value);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], (FractionLost << 24) | (lost & 0xFF_FFFF));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], CompactNtp.FromTimeSpan(DelaySinceLastSenderReport));
    }
}
