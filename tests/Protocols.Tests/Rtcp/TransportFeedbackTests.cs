using System.Globalization;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Tests.Rtcp;

public sealed class TransportFeedbackTests
{
    private const string Ssrcs = "00000001" + "00000002";

    // A run of two small deltas, a one-bit vector 10100…, a two-bit vector small/large/none/…: every kind of chunk.
    private const string EveryChunk =
        "8FCD0008" + Ssrcs + "FFFE0013" + "00000A05"
        + "2002" + "A800" + "D800"
        + "0410" + "FF" + "00" + "28" + "FFFC" + "000000";

    [Test]
    public void Every_kind_of_chunk_is_understood()
    {
        var feedback = Parse(EveryChunk);

        Assert.That(feedback.BaseSequence, Is.EqualTo(new SequenceNumber(65_534)));
        Assert.That(feedback.StatusCount, Is.EqualTo(19));
        Assert.That(feedback.ReferenceTime, Is.EqualTo(TimeSpan.FromMilliseconds(640)));
        Assert.That(feedback.PacketCount, Is.EqualTo(5));

        var arrivals = new SortedDictionary<ushort, double>();
        var total = 0;
        foreach (var fate in feedback)
        {
            total++;
            if (fate.Received)
                arrivals.Add(fate.Sequence.Value, fate.Arrival.TotalMicroseconds);
        }

        Assert.That(total, Is.EqualTo(19));
        Assert.That(arrivals, Is.EquivalentTo(new Dictionary<ushort, double>
        {
            [65_534] = 1_000,
            [65_535] = 5_000,
            [0] = 5_000 + 63_750,
            [2] = 68_750,
            [14] = 68_750 + 10_000,
            [15] = 78_750 - 1_000,
        }));
    }

    [TestCase("00000000", 0)]
    [TestCase("7FFFFF00", 8_388_607)]
    [TestCase("80000000", -8_388_608)]
    [TestCase("FFFFFF00", -1)]
    public void The_reference_time_is_signed(string word, long units)
    {
        var feedback = Parse("8FCD0005" + Ssrcs + "00000001" + word + "2001" + "0000");

        Assert.That(feedback.ReferenceTime, Is.EqualTo(TimeSpan.FromMilliseconds(64 * units)));
    }

    [Test]
    public void The_reference_time_goes_on_over_its_wrap()
    {
        var previous = TimeSpan.FromMilliseconds(64 * 8_388_600L);
        foreach (var (word, units) in new[] { ("7FFFFF00", 8_388_607L), ("80000300", 8_388_611L), ("7FFFF000", 8_388_592L), ("C0000000", 12_582_912L), ("00000000", 16_777_216L) })
        {
            previous = Parse("8FCD0005" + Ssrcs + "00000001" + word + "2001" + "0000").UnwrapReferenceTime(previous);
            Assert.That(previous, Is.EqualTo(TimeSpan.FromMilliseconds(64 * units)), word);
        }
    }

    [TestCase("8FCD0005" + Ssrcs + "00000000" + "00000000" + "2001" + "0000", TestName = "A_report_of_nothing_is_refused")]
    [TestCase("8FCD0004" + Ssrcs + "00000001" + "00000000", TestName = "A_missing_chunk_is_refused")]
    [TestCase("8FCD0005" + Ssrcs + "00000003" + "00000000" + "2003" + "0000", TestName = "A_missing_delta_is_refused")]
    [TestCase("8FCD0005" + Ssrcs + "00000001" + "00000000" + "6001" + "0000", TestName = "The_reserved_symbol_in_a_run_is_refused")]
    [TestCase("8FCD0005" + Ssrcs + "00000001" + "00000000" + "F000" + "0000", TestName = "The_reserved_symbol_in_a_vector_is_refused")]
    [TestCase("8FCD0005" + Ssrcs + "00000001" + "00000000" + "0000" + "2001", TestName = "A_run_of_none_is_refused")]
    [TestCase("8FCD0005" + Ssrcs + "0000FFFF" + "00000000" + "1FFF" + "1FFF", TestName = "A_report_of_more_than_can_be_in_flight_is_refused")]
    public void Not_transport_feedback(string hex)
    {
        Assert.That(RtcpCompound.TryParse(Convert.FromHexString(hex), out var compound));
        foreach (var packet in compound)
            Assert.That(TransportFeedback.TryParse(packet, out _), Is.False);
    }

    [Test]
    public void Symbols_behind_the_announced_count_need_no_delta()
    {
        var feedback = Parse("8FCD0005" + Ssrcs + "00000001" + "00000000" + "BFFF" + "0400");

        var received = 0;
        foreach (var fate in feedback)
            received += fate.Received ? 1 : 0;

        Assert.That(received, Is.EqualTo(1));
    }

    [Test]
    public void Walking_a_report_allocates_nothing()
    {
        var bytes = Convert.FromHexString(EveryChunk);
        Assert.That(Walk(bytes), Is.EqualTo(19));
        Assert.That(Allocations.Least(() => Walk(bytes), times: 1_000), Is.Zero);
    }

    private static int Walk(ReadOnlySpan<byte> bytes)
    {
        var statuses = 0;
        if (!RtcpCompound.TryParse(bytes, out var compound))
            return 0;

        foreach (var packet in compound)
        {
            if (TransportFeedback.TryParse(packet, out var feedback))
            {
                foreach (var _ in feedback)
                    statuses++;
            }
        }

        return statuses;
    }

    private static TransportFeedback Parse(string hex)
    {
        Assert.That(hex.Length / 8 - 1, Is.EqualTo(int.Parse(hex.AsSpan(4, 4), NumberStyles.HexNumber)), "the example's own length");
        Assert.That(RtcpCompound.TryParse(Convert.FromHexString(hex), out var compound));
        var packets = compound.GetEnumerator();
        Assert.That(packets.MoveNext());
        Assert.That(TransportFeedback.TryParse(packets.Current, out var feedback));
        return feedback;
    }
}
