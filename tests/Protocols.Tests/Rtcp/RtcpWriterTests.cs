using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Tests.Rtcp;

public sealed class RtcpWriterTests
{
    private static readonly Ssrc Us = new(0x1122_3344);
    private static readonly Ssrc Them = new(0x5566_7788);

    private static readonly ReportBlock Block = new(
        Them, FractionLost: 64, CumulativeLost: -3, HighestSequence: 0x0001_FFFE, Jitter: 250, LastSenderReport: 0xB705_2000,
        TimeSpan.FromSeconds(5.25));

    private readonly byte[] _bytes = new byte[1_500];

    [Test]
    public void A_sender_report_and_a_name_are_the_bytes_that_Chromium_sends()
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddSenderReport(Us, new NtpTime(0xEB1A_2B3C_8000_0000), new RtpTimestamp(120_000), 100, 50_000));
        Assert.That(writer.TryAddCname(Us, "aBcDeFghijklmnop"u8));

        Assert.That(Convert.ToHexString(writer.Bytes), Is.EqualTo(
            "80C80006" + "11223344" + "EB1A2B3C80000000" + "0001D4C0" + "00000064" + "0000C350"
            + "81CA0006" + "11223344" + "0110" + "6142634465466768696A6B6C6D6E6F70" + "0000"));
    }

    [Test]
    public void Report_blocks_are_read_as_they_were_written()
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddReceiverReport(Us, Block, Block with { CumulativeLost = 9_000_000 }));

        Assert.That(ReceiverReport.TryParse(Only(writer), out var report));
        Assert.That(report.Sender, Is.EqualTo(Us));
        Assert.That(report.Blocks.Count, Is.EqualTo(2));
        Assert.That(report.Blocks[0], Is.EqualTo(Block));
        Assert.That(report.Blocks[1].CumulativeLost, Is.EqualTo(0x7F_FFFF), "24 bits hold no more");

        var seen = 0;
        foreach (var block in report.Blocks)
            seen += block.Source == Them ? 1 : 0;
        Assert.That(seen, Is.EqualTo(2));
    }

    [Test]
    public void A_sender_report_carries_blocks_too()
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddSenderReport(Us, default, default, 0, 0, Block));
        Assert.That(SenderReport.TryParse(Only(writer), out var report));
        Assert.That(report.Blocks[0], Is.EqualTo(Block));
    }

    [Test]
    public void More_than_thirty_one_blocks_are_refused()
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddReceiverReport(Us, new ReportBlock[32]), Is.False);
        Assert.That(writer.TryAddReceiverReport(Us, new ReportBlock[31]));
        Assert.That(ReceiverReport.TryParse(Only(writer), out var report));
        Assert.That(report.Blocks.Count, Is.EqualTo(31));
    }

    [Test]
    public void A_delay_is_written_back_as_it_was_read([Random(0u, uint.MaxValue, 20)] uint units)
    {
        var first = Convert.FromHexString("81C90007" + "00000001" + "00000002" + "00000000" + "00000000" + "00000000" + "00000000" + $"{units:X8}");
        Assert.That(RtcpCompound.TryParse(first, out var compound));
        foreach (var packet in compound)
        {
            Assert.That(ReceiverReport.TryParse(packet, out var report));
            var writer = new RtcpWriter(_bytes);
            writer.TryAddReceiverReport(report.Sender, report.Blocks[0]);
            Assert.That(writer.Bytes.ToArray(), Is.EqualTo(first));
        }
    }

    [Test]
    public void A_name_of_any_length_ends_on_a_word([Range(1, 9)] int length)
    {
        var name = new byte[length];
        Array.Fill(name, (byte)'n');
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddCname(Us, name));
        Assert.That(writer.Written % 4, Is.Zero);
        Assert.That(SourceDescription.TryParse(Only(writer), out var description));
        Assert.That(description.TryFindCname(Us, out var read));
        Assert.That(read.ToArray(), Is.EqualTo(name));
    }

    [Test]
    public void A_name_that_is_empty_or_too_long_is_refused()
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddCname(Us, default), Is.False);
        Assert.That(writer.TryAddCname(Us, new byte[256]), Is.False);
        Assert.That(writer.TryAddCname(Us, new byte[255]));
    }

    [TestCase(new[] { 10 }, "000A0000", TestName = "One_number_is_one_pair")]
    [TestCase(new[] { 10, 11, 26 }, "000A8001", TestName = "Sixteen_behind_is_the_last_of_the_mask")]
    [TestCase(new[] { 10, 27 }, "000A0000001B0000", TestName = "Seventeen_behind_begins_a_pair")]
    [TestCase(new[] { 65_535, 0, 3 }, "FFFF0009", TestName = "A_mask_reaches_over_the_wrap")]
    [TestCase(new[] { 10, 10, 11 }, "000A0001", TestName = "A_repeated_number_costs_nothing")]
    [TestCase(new[] { 11, 10 }, "000B0000000A0000", TestName = "A_step_back_begins_a_pair")]
    public void Packing_lost_numbers(int[] lost, string pairs)
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddNack(Us, Them, Sequences(lost)));
        Assert.That(Convert.ToHexString(writer.Bytes[12..]), Is.EqualTo(pairs));
    }

    [Test]
    public void As_many_lost_numbers_are_asked_for_as_there_is_room()
    {
        // Header 12, two pairs 8, and two bytes too few for a third.
        var lost = Sequences(Enumerable.Range(0, 10).Select(i => i * 100).ToArray());
        var writer = new RtcpWriter(_bytes.AsSpan(0, 22));

        Assert.That(writer.TryAddNack(Us, Them, lost), Is.False, "all or nothing");
        Assert.That(writer.Written, Is.Zero);
        Assert.That(writer.TryAddNack(Us, Them, lost, out var taken));
        Assert.That(taken, Is.EqualTo(2));
        Assert.That(GenericNack.TryParse(Only(writer), out _));
        Assert.That(writer.TryAddNack(Us, Them, default, out _), Is.False, "nothing is no request");
    }

    [Test]
    public void Requests_for_pictures_are_read_as_they_were_written()
    {
        var writer = new RtcpWriter(_bytes);
        Assert.That(writer.TryAddPli(Us, Them));
        Assert.That(Convert.ToHexString(writer.Bytes), Is.EqualTo("81CE0002" + "11223344" + "55667788"));

        writer = new RtcpWriter(_bytes);
        Assert.That(writer.TryAddFir(Us, new FirEntry(Them, 9), new FirEntry(Us, 255)));
        Assert.That(Convert.ToHexString(writer.Bytes), Is.EqualTo("84CE0006" + "11223344" + "00000000" + "5566778809000000" + "11223344FF000000"));
        Assert.That(writer.TryAddFir(Us), Is.False);
    }

    [TestCase(0L)]
    [TestCase(30_000L)]
    [TestCase(262_143L)]
    [TestCase(262_144L)]
    [TestCase(2_500_000L)]
    [TestCase(long.MaxValue)]
    public void A_bitrate_loses_only_what_the_mantissa_cannot_hold(long bitsPerSecond)
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddRemb(Us, new Bitrate(bitsPerSecond), Them, Us));
        Assert.That(Remb.TryParse(Only(writer), out var remb));
        Assert.That(remb.Bitrate.BitsPerSecond, Is.LessThanOrEqualTo(bitsPerSecond).And.GreaterThanOrEqualTo(bitsPerSecond - (bitsPerSecond >> 17)));
        Assert.That((remb.Count, remb[0], remb[1]), Is.EqualTo((2, Them, Us)));

        writer = new RtcpWriter(_bytes);
        Assert.That(writer.TryAddTmmbr(Us, new TmmbEntry(Them, new Bitrate(bitsPerSecond), 40)));
        Assert.That(Tmmb.TryParse(Only(writer), out var tmmb));
        Assert.That(tmmb[0].Limit.BitsPerSecond, Is.LessThanOrEqualTo(bitsPerSecond).And.GreaterThanOrEqualTo(bitsPerSecond - (bitsPerSecond >> 16)));
        Assert.That(tmmb[0].Overhead, Is.EqualTo(40));
    }

    [Test]
    public void A_notification_may_be_empty_and_a_request_may_not()
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddTmmbr(Us), Is.False);
        Assert.That(writer.TryAddTmmbn(Us));
        Assert.That(Tmmb.TryParse(Only(writer), out var message));
        Assert.That(message.IsNotification);
    }

    [Test]
    public void A_receiver_that_sends_no_media_learns_its_round_trip()
    {
        var asked = new NtpTime(0xEB1A_2B3C_8000_0000);
        var question = new RtcpWriter(_bytes);
        Assert.That(question.TryAddReferenceTime(Them, asked));
        Assert.That(ExtendedReport.TryParse(Only(question), out var report));
        Assert.That(report.TryFindReferenceTime(out var heard));

        var answer = new RtcpWriter(new byte[100]);
        Assert.That(answer.TryAddDlrr(Us, new DlrrEntry(report.Sender, heard.Compact, TimeSpan.FromMilliseconds(500))));
        Assert.That(ExtendedReport.TryParse(Only(answer), out var reply));
        Assert.That(reply.TryFindDlrr(Them, out var entry));
        Assert.That(entry.TryRoundTrip(asked + TimeSpan.FromMilliseconds(580), out var roundTrip));
        Assert.That(roundTrip.TotalMilliseconds, Is.EqualTo(80).Within(0.05));
    }

    [Test]
    public void A_goodbye_names_every_source()
    {
        var writer = new RtcpWriter(_bytes);

        Assert.That(writer.TryAddBye(Us, Them));
        Assert.That(Convert.ToHexString(writer.Bytes), Is.EqualTo("82CB0002" + "11223344" + "55667788"));
    }

    [Test]
    public void What_does_not_fit_leaves_the_compound_whole([Range(0, 320)] int room)
    {
        var writer = new RtcpWriter(_bytes.AsSpan(0, room));
        var added = WriteAll(ref writer);

        var seen = 0;
        if (RtcpCompound.TryParse(writer.Bytes, out var compound))
        {
            foreach (var _ in compound)
                seen++;
        }

        Assert.That(seen, Is.EqualTo(added));
        Assert.That(writer.Written, Is.LessThanOrEqualTo(room));
    }

    [Test]
    public void Writing_and_reading_a_compound_allocates_nothing()
    {
        Assert.That(WriteAndRead(_bytes), Is.EqualTo(11));
        Assert.That(Allocations.Least(() => WriteAndRead(_bytes), times: 1_000), Is.Zero);
    }

    private static int WriteAll(ref RtcpWriter writer)
    {
        var added = writer.TryAddSenderReport(Us, default, default, 1, 2, Block) ? 1 : 0;
        added += writer.TryAddReceiverReport(Us, Block) ? 1 : 0;
        added += writer.TryAddCname(Us, "name"u8) ? 1 : 0;
        added += writer.TryAddBye(Us) ? 1 : 0;
        added += writer.TryAddNack(Us, Them, new SequenceNumber(1), new SequenceNumber(100)) ? 1 : 0;
        added += writer.TryAddPli(Us, Them) ? 1 : 0;
        added += writer.TryAddFir(Us, new FirEntry(Them, 1)) ? 1 : 0;
        added += writer.TryAddRemb(Us, Bitrate.Megabits(1), Them) ? 1 : 0;
        added += writer.TryAddTmmbr(Us, new TmmbEntry(Them, Bitrate.Megabits(1), 40)) ? 1 : 0;
        added += writer.TryAddReferenceTime(Us, default) ? 1 : 0;
        added += writer.TryAddDlrr(Us, new DlrrEntry(Them, 1, TimeSpan.Zero)) ? 1 : 0;
        return added;
    }

    private static int WriteAndRead(Span<byte> bytes)
    {
        var writer = new RtcpWriter(bytes);
        WriteAll(ref writer);
        if (!RtcpCompound.TryParse(writer.Bytes, out var compound))
            return 0;

        var read = 0;
        foreach (var packet in compound)
        {
            var understood = SenderReport.TryParse(packet, out _) || ReceiverReport.TryParse(packet, out _)
                || SourceDescription.TryParse(packet, out _) || Bye.TryParse(packet, out _) || GenericNack.TryParse(packet, out _)
                || Pli.TryParse(packet, out _) || Fir.TryParse(packet, out _) || Remb.TryParse(packet, out _)
                || Tmmb.TryParse(packet, out _) || ExtendedReport.TryParse(packet, out _);
            read += understood ? 1 : 0;
        }

        return read;
    }

    private static SequenceNumber[] Sequences(int[] values) => values.Select(v => new SequenceNumber((ushort)v)).ToArray();

    private static RtcpPacket Only(RtcpWriter writer)
    {
        Assert.That(RtcpCompound.TryParse(writer.Bytes, out var compound));
        var packets = compound.GetEnumerator();
        Assert.That(packets.MoveNext());
        return packets.Current;
    }
}
