using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Tests.Rtcp;

public sealed class RtcpCompoundTests
{
    // As Chromium sends it: sender report without blocks, description with a CNAME of 16 letters, then a REMB.
    private const string ChromiumSenderReport =
        "80C80006" + "11223344" + "EB1A2B3C80000000" + "0001D4C0" + "00000064" + "0000C350"
        + "81CA0006" + "11223344" + "0110" + "6142634465466768696A6B6C6D6E6F70" + "0000"
        + "8FCE0005" + "11223344" + "00000000" + "52454D42" + "010BB5E0" + "55667788";

    // Two feedback messages without a report before them: reduced-size (RFC 5506).
    private const string ReducedSize =
        "81CE0002" + "00000001" + "55667788"
        + "81CD0003" + "00000001" + "55667788" + "FFFE8003";

    [Test]
    public void The_packets_of_a_compound_are_seen_in_order()
    {
        var seen = new List<RtcpType>();
        Assert.That(RtcpCompound.TryParse(Convert.FromHexString(ChromiumSenderReport), out var compound));
        foreach (var packet in compound)
            seen.Add(packet.Type);

        Assert.That(seen, Is.EqualTo(new[] { RtcpType.SenderReport, RtcpType.SourceDescription, RtcpType.PayloadSpecificFeedback }));
    }

    [Test]
    public void A_sender_report_gives_its_fields()
    {
        Assert.That(SenderReport.TryParse(First(ChromiumSenderReport), out var report));
        Assert.That(report.Sender, Is.EqualTo(new Ssrc(0x1122_3344)));
        Assert.That(report.NtpTime, Is.EqualTo(new NtpTime(0xEB1A_2B3C_8000_0000)));
        Assert.That(report.RtpTimestamp, Is.EqualTo(new RtpTimestamp(120_000)));
        Assert.That(report.PacketCount, Is.EqualTo(100));
        Assert.That(report.OctetCount, Is.EqualTo(50_000));
        Assert.That(report.Blocks.Count, Is.Zero);
    }

    [Test]
    public void A_cname_is_found_by_its_source()
    {
        Assert.That(SourceDescription.TryParse(Nth(ChromiumSenderReport, 1), out var description));
        Assert.That(description.TryFindCname(new Ssrc(0x1122_3344), out var cname));
        Assert.That(cname.SequenceEqual("aBcDeFghijklmnop"u8));
        Assert.That(description.TryFindCname(new Ssrc(1), out _), Is.False);
    }

    [Test]
    public void A_cname_is_found_behind_other_items_and_other_chunks()
    {
        // Chunk 1: NAME "xy", TOOL "t"; chunk 2: no items at all; chunk 3: TOOL "abc", CNAME "c".
        var packet = First(
            "83CA0009" + "00000001" + "02027879" + "060174" + "00"
            + "00000002" + "00000000"
            + "00000003" + "0603616263" + "0101" + "63" + "00" + "000000");

        Assert.That(SourceDescription.TryParse(packet, out var description));
        Assert.That(description.TryFindCname(new Ssrc(3), out var cname));
        Assert.That(cname.SequenceEqual("c"u8));
        Assert.That(description.TryFindCname(new Ssrc(1), out _), Is.False);

        var chunks = 0;
        foreach (var _ in description)
            chunks++;
        Assert.That(chunks, Is.EqualTo(3));
    }

    [Test]
    public void An_item_that_runs_over_the_packet_ends_the_description()
    {
        Assert.That(SourceDescription.TryParse(First("81CA0002" + "00000001" + "01FF6100"), out var description));
        Assert.That(description.TryFindCname(new Ssrc(1), out _), Is.False);
    }

    [Test]
    public void A_remb_gives_rate_and_sources()
    {
        Assert.That(Remb.TryParse(Nth(ChromiumSenderReport, 2), out var remb));
        Assert.That(remb.Bitrate, Is.EqualTo(new Bitrate(0x3B5E0L << 2)));
        Assert.That(remb.Count, Is.EqualTo(1));
        Assert.That(remb[0], Is.EqualTo(new Ssrc(0x5566_7788)));
    }

    [Test]
    public void A_remb_too_large_for_a_number_is_unlimited()
    {
        Assert.That(Remb.TryParse(First("8FCE0004" + "00000001" + "00000000" + "52454D42" + "00FFFFFF"), out var remb));
        Assert.That(remb.Bitrate, Is.EqualTo(Bitrate.Unlimited));
        Assert.That(remb.Count, Is.Zero);
    }

    [TestCase("8FCE0004" + "00000001" + "00000000" + "52454D41" + "00000001", TestName = "Other_application_feedback_is_no_remb")]
    [TestCase("8FCE0004" + "00000001" + "00000000" + "52454D42" + "01000001", TestName = "A_remb_with_a_source_missing_is_refused")]
    public void Not_a_remb(string hex) => Assert.That(Remb.TryParse(First(hex), out _), Is.False);

    [Test]
    public void Feedback_may_come_without_a_report_before_it()
    {
        Assert.That(Pli.TryParse(Nth(ReducedSize, 0), out var pli));
        Assert.That(pli, Is.EqualTo(new Pli(new Ssrc(1), new Ssrc(0x5566_7788))));
        Assert.That(GenericNack.TryParse(Nth(ReducedSize, 1), out var nack));
        Assert.That(nack.Media, Is.EqualTo(new Ssrc(0x5566_7788)));
        Assert.That(Lost(nack), Is.EqualTo(new ushort[] { 65_534, 65_535, 0, 14 }));
    }

    [Test]
    public void A_mask_of_ones_asks_for_seventeen()
    {
        Assert.That(GenericNack.TryParse(First("81CD0003" + "00000001" + "00000002" + "000AFFFF"), out var nack));
        Assert.That(Lost(nack), Is.EqualTo(Enumerable.Range(10, 17)));
    }

    [Test]
    public void A_full_intra_request_gives_every_entry()
    {
        Assert.That(Fir.TryParse(First("84CE0006" + "00000001" + "00000000" + "0000000A" + "07000000" + "0000000B" + "FF000000"), out var fir));
        Assert.That(fir.Count, Is.EqualTo(2));
        Assert.That(fir[0], Is.EqualTo(new FirEntry(new Ssrc(10), 7)));
        Assert.That(fir[1], Is.EqualTo(new FirEntry(new Ssrc(11), 255)));
    }

    [Test]
    public void A_bitrate_request_is_told_from_its_notification()
    {
        // Exponent 3, mantissa 125 000, overhead 40: 1 Mbit/s.
        const string body = "00000001" + "00000000" + "0000000A" + "0FD09028";

        Assert.That(Tmmb.TryParse(First("83CD0004" + body), out var request));
        Assert.That(request.IsNotification, Is.False);
        Assert.That(request[0], Is.EqualTo(new TmmbEntry(new Ssrc(10), Bitrate.Megabits(1), 40)));
        Assert.That(Tmmb.TryParse(First("84CD0004" + body), out var notification));
        Assert.That(notification.IsNotification);
        Assert.That(Tmmb.TryParse(First("84CD0002" + "00000001" + "00000000"), out var unlimited));
        Assert.That(unlimited.Count, Is.Zero);
        Assert.That(Tmmb.TryParse(First("83CD0002" + "00000001" + "00000000"), out _), Is.False);
    }

    [Test]
    public void A_goodbye_names_its_sources_and_may_say_why()
    {
        Assert.That(Bye.TryParse(First("82CB0004" + "00000001" + "00000002" + "05" + "6C65617665" + "0000"), out var bye));
        Assert.That(bye.Count, Is.EqualTo(2));
        Assert.That(bye[1], Is.EqualTo(new Ssrc(2)));
        Assert.That(bye.Reason.SequenceEqual("leave"u8));
        Assert.That(Bye.TryParse(First("82CB0001" + "00000001"), out _), Is.False, "two are counted, one is there");
        Assert.That(Bye.TryParse(First("80CB0001" + "FF000000"), out var overlong));
        Assert.That(overlong.Reason.IsEmpty);
    }

    [Test]
    public void Extended_reports_are_searched_past_unknown_blocks()
    {
        var packet = First(
            "80CF000B" + "00000001"
            + "2A000001" + "FFFFFFFF"
            + "04000002" + "0123456789ABCDEF"
            + "05000003" + "0000000A" + "BEEFCAFE" + "00018000"
            + "05000000");

        Assert.That(ExtendedReport.TryParse(packet, out var report));
        Assert.That(report.TryFindReferenceTime(out var time));
        Assert.That(time, Is.EqualTo(new NtpTime(0x0123_4567_89AB_CDEF)));
        Assert.That(report.TryFindDlrr(new Ssrc(10), out var entry));
        Assert.That(entry, Is.EqualTo(new DlrrEntry(new Ssrc(10), 0xBEEF_CAFE, TimeSpan.FromSeconds(1.5))));
        Assert.That(report.TryFindDlrr(new Ssrc(11), out _), Is.False);
    }

    // The worked example of RFC 3550 §6.4.1: A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 5.25 s, round trip 6.125 s.
    [Test]
    public void The_round_trip_is_that_of_the_example_in_the_RFC()
    {
        var block = new ReportBlock(default, 0, 0, 0, 0, 0xB705_2000, TimeSpan.FromSeconds(5.25));

        Assert.That(block.TryRoundTrip(new NtpTime(0xB44D_B710_8000_0000), out var roundTrip));
        Assert.That(roundTrip, Is.EqualTo(TimeSpan.FromSeconds(6.125)));
        Assert.That((block with { LastSenderReport = 0 }).TryRoundTrip(default, out _), Is.False);
    }

    [Test]
    public void A_round_trip_is_never_negative()
    {
        var block = new ReportBlock(default, 0, 0, 0, 0, 0xB705_2000, TimeSpan.FromSeconds(60));

        Assert.That(block.TryRoundTrip(new NtpTime(0xB44D_B710_8000_0000), out var roundTrip));
        Assert.That(roundTrip, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Padding_of_the_last_packet_is_not_part_of_its_body()
    {
        var packet = First("A1CE0003" + "00000001" + "00000002" + "00000004");

        Assert.That(packet.Body.Length, Is.EqualTo(8));
        Assert.That(Pli.TryParse(packet, out _));
    }

    [Test]
    public void An_unknown_type_is_stepped_over_by_its_length()
    {
        var bytes = Convert.FromHexString("80D10001" + "00000001" + "81CE0002" + "00000001" + "00000002");

        Assert.That(RtcpCompound.TryParse(bytes, out var compound));
        var plis = 0;
        foreach (var packet in compound)
            plis += Pli.TryParse(packet, out _) ? 1 : 0;

        Assert.That(plis, Is.EqualTo(1));
    }

    [TestCase("", TestName = "Nothing_is_no_compound")]
    [TestCase("80C9", TestName = "Half_a_header_is_no_compound")]
    [TestCase("40C90001" + "00000001", TestName = "Version_one_is_refused")]
    [TestCase("80C90002" + "00000001", TestName = "A_length_beyond_the_datagram_is_refused")]
    [TestCase("80C90001" + "00000001" + "80C9", TestName = "Trailing_bytes_are_refused")]
    [TestCase("A0C90001" + "00000000", TestName = "Padding_of_zero_bytes_is_refused")]
    [TestCase("A0C90001" + "00000005", TestName = "Padding_longer_than_the_packet_is_refused")]
    public void Not_a_compound(string hex) => Assert.That(RtcpCompound.TryParse(Convert.FromHexString(hex), out _), Is.False);

    private static RtcpPacket First(string hex) => Nth(hex, 0);

    private static RtcpPacket Nth(string hex, int index)
    {
        Assert.That(RtcpCompound.TryParse(Convert.FromHexString(hex), out var compound));
        foreach (var packet in compound)
        {
            if (index-- == 0)
                return packet;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    private static List<ushort> Lost(GenericNack nack)
    {
        var lost = new List<ushort>();
        foreach (var sequence in nack)
            lost.Add(sequence.Value);

        return lost;
    }
}
