using Protocols.Congestion;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Tests.Rtcp;

/// <summary>Whatever the bytes, the views stay inside them, end, and never throw.</summary>
public sealed class HostileRtcpTests
{
    private static readonly byte[] Everything = BuildEverything();

    [Test]
    public void A_compound_cut_anywhere_is_refused_or_whole()
    {
        for (var length = 0; length <= Everything.Length; length++)
            Walk(Everything.AsSpan(0, length));

        Assert.That(Walk(Everything), Is.GreaterThan(20));
    }

    [Test]
    public void A_packet_that_is_shorter_than_it_needs_is_no_view([Values(200, 201, 202, 203, 204, 205, 206, 207, 208)] int type)
    {
        for (var format = 0; format < 32; format++)
        {
            for (var words = 0; words < 12; words++)
            {
                var bytes = new byte[4 + (words * 4)];
                Array.Fill(bytes, (byte)0xFF);
                bytes[0] = (byte)(0x80 | format);
                bytes[1] = (byte)type;
                bytes[2] = 0;
                bytes[3] = (byte)words;
                Walk(bytes);
            }
        }
    }

    [Test]
    public void Mutated_compounds_are_walked_to_their_end([Range(1, 6)] int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[Everything.Length];
        for (var round = 0; round < 500; round++)
        {
            Everything.CopyTo(bytes, 0);
            for (var flips = random.Next(1, 12); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            Walk(bytes);
        }
    }

    [Test]
    public void Random_bytes_behind_a_plausible_header_are_walked_to_their_end([Range(1, 6)] int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[256];
        for (var round = 0; round < 500; round++)
        {
            random.NextBytes(bytes);
            var words = random.Next(0, 63);
            bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
            bytes[1] = (byte)random.Next(200, 208);
            bytes[2] = 0;
            bytes[3] = (byte)words;
            Walk(bytes.AsSpan(0, (words + 1) * 4));
        }
    }

    [Test]
    public void A_datagram_of_reports_on_thousands_of_packets_is_bounded()
    {
        var one = Convert.FromHexString("8FCD0005" + "00000001" + "00000002" + "00002000" + "00000000" + "1FFF" + "0001");
        var bytes = Enumerable.Repeat(one, 60).SelectMany(b => b).ToArray();

        Assert.That(Walk(bytes), Is.EqualTo(60 * (1 + TransportFeedback.MaxStatusCount)));
    }

    private static int Walk(ReadOnlySpan<byte> bytes)
    {
        if (!RtcpCompound.TryParse(bytes, out var compound))
            return 0;

        var seen = 0;
        foreach (var packet in compound)
        {
            seen++;
            seen += WalkReports(packet) + WalkFeedback(packet);
        }

        return seen;
    }

    private static int WalkReports(in RtcpPacket packet)
    {
        var seen = 0;
        if (SenderReport.TryParse(packet, out var sender))
        {
            seen += (int)(sender.OctetCount & 1);
            foreach (var block in sender.Blocks)
                seen += block.TryRoundTrip(sender.NtpTime, out _) ? 1 : 0;
        }

        if (ReceiverReport.TryParse(packet, out var receiver))
        {
            foreach (var block in receiver.Blocks)
                seen += block.LossFraction < 2 ? 1 : 0;
        }

        if (SourceDescription.TryParse(packet, out var description))
        {
            foreach (var chunk in description)
                seen += chunk.TryFind(1, out var text) && text.Length < 256 ? 1 : 0;
        }

        if (Bye.TryParse(packet, out var bye))
        {
            seen += bye.Reason.Length;
            for (var i = 0; i < bye.Count; i++)
                seen += bye[i] == default ? 1 : 0;
        }

        if (ExtendedReport.TryParse(packet, out var extended))
        {
            seen += extended.TryFindReferenceTime(out _) ? 1 : 0;
            seen += extended.TryFindDlrr(default, out _) ? 1 : 0;
        }

        return seen;
    }

    private static int WalkFeedback(in RtcpPacket packet)
    {
        var seen = 0;
        if (GenericNack.TryParse(packet, out var nack))
        {
            foreach (var _ in nack)
                seen++;
        }

        if (TransportFeedback.TryParse(packet, out var feedback))
        {
            foreach (var _ in feedback)
                seen++;
        }

        if (Fir.TryParse(packet, out var fir))
        {
            for (var i = 0; i < fir.Count; i++)
                seen += fir[i].Command;
        }

        if (Tmmb.TryParse(packet, out var tmmb))
        {
            for (var i = 0; i < tmmb.Count; i++)
                seen += tmmb[i].Limit < Bitrate.Zero ? 1 : 0;
        }

        if (Remb.TryParse(packet, out var remb))
        {
            seen += remb.Bitrate < Bitrate.Zero ? 1 : 0;
            for (var i = 0; i < remb.Count; i++)
                seen += remb[i] == default ? 1 : 0;
        }

        return seen + (Pli.TryParse(packet, out _) ? 1 : 0);
    }

    private static byte[] BuildEverything()
    {
        Ssrc us = new(1), them = new(2);
        var block = new ReportBlock(them, 1, 2, 3, 4, 5, TimeSpan.FromSeconds(1));
        var writer = new RtcpWriter(new byte[2_000]);
        writer.TryAddSenderReport(us, new NtpTime(6), new RtpTimestamp(7), 8, 9, block, block);
        writer.TryAddReceiverReport(us, block);
        writer.TryAddCname(us, "somebody@somewhere"u8);
        writer.TryAddNack(us, them, new SequenceNumber(1), new SequenceNumber(3), new SequenceNumber(100));
        writer.TryAddPli(us, them);
        writer.TryAddFir(us, new FirEntry(them, 1));
        writer.TryAddRemb(us, Bitrate.Megabits(1), them, us);
        writer.TryAddTmmbr(us, new TmmbEntry(them, Bitrate.Megabits(1), 40));
        writer.TryAddTmmbn(us);
        writer.TryAddReferenceTime(us, new NtpTime(10));
        writer.TryAddDlrr(us, new DlrrEntry(them, 11, TimeSpan.FromSeconds(1)));

        var recorder = new TransportFeedbackRecorder(new FeedbackOptions(), HonestFeedback.Instance);
        for (var i = 0; i < 60; i++)
        {
            if (i % 7 != 3)
                recorder.Receive(new SequenceNumber((ushort)i), Instant.Zero + TimeSpan.FromMilliseconds(i * (i % 5 == 0 ? 90 : 3)));
        }

        recorder.TryWrite(us, them, ref writer, Instant.Zero);
        writer.TryAddBye(us);
        return writer.Bytes.ToArray();
    }
}
