using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// Writes RTCP packets end to end into the caller's bytes. A packet that does not fit, or that the wire cannot say, is
/// answered with false and leaves what was written before as it was.
/// </summary>
public ref struct RtcpWriter(Span<byte> destination)
{
    /// <summary>The five bits of a packet's count.</summary>
    public const int MaxCount = 31;

    private readonly Span<byte> _destination = destination;

    public int Written { get; private set; }

    public readonly int Room => _destination.Length - Written;

    public readonly ReadOnlySpan<byte> Bytes => _destination[..Written];

    public bool TryAddSenderReport(
        Ssrc sender, NtpTime ntpTime, RtpTimestamp rtpTimestamp, uint packetCount, uint octetCount, params ReadOnlySpan<ReportBlock> blocks)
    {
        var length = SenderReport.FixedLength + (blocks.Length * ReportBlock.Length);
        if (!TryReserve(RtcpType.SenderReport, blocks.Length, length, out var body))
            return false;

        BinaryPrimitives.WriteUInt32BigEndian(body, sender.Value);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], ntpTime.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], rtpTimestamp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], packetCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], octetCount);
        WriteBlocks(blocks, body[SenderReport.FixedLength..]);
        return true;
    }

    public bool TryAddReceiverReport(Ssrc sender, params ReadOnlySpan<ReportBlock> blocks)
    {
        var length = ReceiverReport.FixedLength + (blocks.Length * ReportBlock.Length);
        if (!TryReserve(RtcpType.ReceiverReport, blocks.Length, length, out var body))
            return false;

        BinaryPrimitives.WriteUInt32BigEndian(body, sender.Value);
        WriteBlocks(blocks, body[ReceiverReport.FixedLength..]);
        return true;
    }

    /// <summary>A source description of one source. The name is 1 … 255 bytes of UTF-8.</summary>
    public bool TryAddCname(Ssrc source, scoped ReadOnlySpan<byte> cname)
    {
        if (cname.IsEmpty || cname.Length > byte.MaxValue)
            return false;

        // At least one zero byte ends the items, then zeros fill the word: RFC 3550 §6.5.
        var length = (4 + 2 + cname.Length + 4) & ~3;
        if (!TryReserve(RtcpType.SourceDescription, 1, length, out var body))
            return false;

        body.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(body, source.Value);
        body[4] = SourceDescription.CnameItem;
        body[5] = (byte)cname.Length;
        cname.CopyTo(body[6..]);
        return true;
    }

    public bool TryAddBye(params ReadOnlySpan<Ssrc> sources)
    {
        if (!TryReserve(RtcpType.Bye, sources.Length, sources.Length * 4, out var body))
            return false;

        WriteSources(sources, body);
        return true;
    }

    /// <summary>Asks for all of <paramref name="lost"/> in one packet, or for nothing. Ascending numbers pack best.</summary>
    public bool TryAddNack(Ssrc sender, Ssrc media, params ReadOnlySpan<SequenceNumber> lost)
    {
        var before = Written;
        if (TryAddNack(sender, media, lost, out var taken) && taken == lost.Length)
            return true;

        Written = before;
        return false;
    }

    /// <summary>Asks for as many of <paramref name="lost"/> as there is room for; false if for none.</summary>
    public bool TryAddNack(Ssrc sender, Ssrc media, scoped ReadOnlySpan<SequenceNumber> lost, out int taken)
    {
        taken = 0;
        var start = Written;
        if (lost.IsEmpty || Room < RtcpPacket.HeaderLength + 8 + GenericNack.PairLength)
            return false;

        var pairs = _destination[(start + RtcpPacket.HeaderLength + 8)..];
        var pairBytes = 0;
        while (taken < lost.Length && pairBytes + GenericNack.PairLength <= pairs.Length)
        {
            var packetId = lost[taken++];
            var following = 0;
            for (; taken < lost.Length && lost[taken] - packetId is >= 0 and <= 16; taken++)
                following |= 1 << (lost[taken] - packetId) >> 1;

            BinaryPrimitives.WriteUInt16BigEndian(pairs[pairBytes..], packetId.Value);
            BinaryPrimitives.WriteUInt16BigEndian(pairs[(pairBytes + 2)..], (ushort)following);
            pairBytes += GenericNack.PairLength;
        }

        return TryReserveFeedback(
            RtcpType.TransportLayerFeedback, FeedbackFormat.GenericNack, sender, media, pairBytes, out _);
    }

    public bool TryAddPli(Ssrc sender, Ssrc media) =>
        TryReserveFeedback(RtcpType.PayloadSpecificFeedback, FeedbackFormat.PictureLoss, sender, media, 0, out _);

    public bool TryAddFir(Ssrc sender, params ReadOnlySpan<FirEntry> entries)
    {
        if (entries.IsEmpty || !TryReserveFeedback(
            RtcpType.PayloadSpecificFeedback, FeedbackFormat.FullIntraRequest, sender, default, entries.Length * Fir.EntryLength, out var body))
        {
            return false;
        }

        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt32BigEndian(body, entry.Media.Value);
            BinaryPrimitives.WriteUInt32BigEndian(body[4..], (uint)entry.Command << 24);
            body = body[Fir.EntryLength..];
        }

        return true;
    }

    public bool TryAddRemb(Ssrc sender, Bitrate bitrate, params ReadOnlySpan<Ssrc> media)
    {
        if (media.Length > byte.MaxValue || !TryReserveFeedback(
            RtcpType.PayloadSpecificFeedback, FeedbackFormat.ApplicationLayer, sender, default, 8 + (media.Length * 4), out var body))
        {
            return false;
        }

        var (exponent, mantissa) = WireBitrate.Write(bitrate, Remb.MantissaBits);
        BinaryPrimitives.WriteUInt32BigEndian(body, Remb.Identifier);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], ((uint)media.Length << 24) | ((uint)exponent << Remb.MantissaBits) | mantissa);
        WriteSources(media, body[8..]);
        return true;
    }

    public bool TryAddTmmbr(Ssrc sender, params ReadOnlySpan<TmmbEntry> limits) =>
        !limits.IsEmpty && TryAddTmmb(FeedbackFormat.Tmmbr, sender, limits);

    /// <summary>The bounding set that is in force; empty when nothing limits us.</summary>
    public bool TryAddTmmbn(Ssrc sender, params ReadOnlySpan<TmmbEntry> limits) => TryAddTmmb(FeedbackFormat.Tmmbn, sender, limits);

    /// <summary>Our reference time, so that the peer can answer with a <see cref="TryAddDlrr"/>: RFC 3611 §4.4.</summary>
    public bool TryAddReferenceTime(Ssrc sender, NtpTime now)
    {
        if (!TryReserveExtended(ExtendedReport.ReceiverReferenceTimeBlock, sender, 8, out var content))
            return false;

        BinaryPrimitives.WriteUInt64BigEndian(content, now.Value);
        return true;
    }

    public bool TryAddDlrr(Ssrc sender, params ReadOnlySpan<DlrrEntry> entries)
    {
        if (entries.IsEmpty
            || !TryReserveExtended(ExtendedReport.DlrrBlock, sender, entries.Length * ExtendedReport.DlrrEntryLength, out var content))
        {
            return false;
        }

        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt32BigEndian(content, entry.Receiver.Value);
            BinaryPrimitives.WriteUInt32BigEndian(content[4..], entry.LastReceiverReference);
            BinaryPrimitives.WriteUInt32BigEndian(content[8..], CompactNtp.FromTimeSpan(entry.DelaySinceLastReference));
            content = content[ExtendedReport.DlrrEntryLength..];
        }

        return true;
    }

    /// <summary>Room for the part behind the two SSRCs, a whole number of words.</summary>
    internal bool TryReserveFeedback(RtcpType type, byte format, Ssrc sender, Ssrc media, int length, out Span<byte> control)
    {
        control = default;
        if (!TryReserve(type, format, 8 + length, out var body))
            return false;

        BinaryPrimitives.WriteUInt32BigEndian(body, sender.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], media.Value);
        control = body[8..];
        return true;
    }

    private static void WriteBlocks(scoped ReadOnlySpan<ReportBlock> blocks, Span<byte> bytes)
    {
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Write(bytes[(i * ReportBlock.Length)..]);
    }

    private static void WriteSources(scoped ReadOnlySpan<Ssrc> sources, Span<byte> bytes)
    {
        for (var i = 0; i < sources.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(i * 4)..], sources[i].Value);
    }

    private bool TryAddTmmb(byte format, Ssrc sender, scoped ReadOnlySpan<TmmbEntry> limits)
    {
        if (!TryReserveFeedback(
            RtcpType.TransportLayerFeedback, format, sender, default, limits.Length * Tmmb.EntryLength, out var body))
        {
            return false;
        }

        foreach (var limit in limits)
        {
            var (exponent, mantissa) = WireBitrate.Write(limit.Limit, Tmmb.MantissaBits);
            var overhead = (uint)Math.Clamp(limit.Overhead, 0, Tmmb.MaxOverhead);
            BinaryPrimitives.WriteUInt32BigEndian(body, limit.Media.Value);
            BinaryPrimitives.WriteUInt32BigEndian(body[4..], ((uint)exponent << 26) | (mantissa << 9) | overhead);
            body = body[Tmmb.EntryLength..];
        }

        return true;
    }

    private bool TryReserveExtended(byte blockType, Ssrc sender, int length, out Span<byte> content)
    {
        content = default;
        if (!TryReserve(RtcpType.ExtendedReport, 0, 8 + length, out var body))
            return false;

        BinaryPrimitives.WriteUInt32BigEndian(body, sender.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], ((uint)blockType << 24) | (uint)(length / 4));
        content = body[8..];
        return true;
    }

    private bool TryReserve(RtcpType type, int count, int bodyLength, out Span<byte> body)
    {
        body = default;
        if (count > MaxCount || bodyLength / 4 > ushort.MaxValue || RtcpPacket.HeaderLength + bodyLength > Room)
            return false;

        var packet = _destination.Slice(Written, RtcpPacket.HeaderLength + bodyLength);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bodyLength / 4));
        Written += packet.Length;
        body = packet[RtcpPacket.HeaderLength..];
        return true;
    }
}
