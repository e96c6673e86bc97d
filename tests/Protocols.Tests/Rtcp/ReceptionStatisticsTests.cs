using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Tests.Rtcp;

public sealed class ReceptionStatisticsTests
{
    private static readonly Ssrc Alice = new(0xA11CE);

    private readonly ReceptionStatistics _statistics = new(clockRate: 90_000);

    [SetUp]
    public void Nothing_is_carried_over() => Assert.That(_statistics.TryReport(Alice, Instant.Zero, out _), Is.False);

    [TestCase(new[] { 10, 11, 12, 13 }, 0, 0, 13, TestName = "Nothing_is_lost_when_all_come")]
    [TestCase(new[] { 10, 12, 14, 16 }, 3, 109, 16, TestName = "Holes_are_losses")]
    [TestCase(new[] { 10, 12, 11, 13 }, 0, 0, 13, TestName = "Reordering_is_no_loss")]
    [TestCase(new[] { 10, 10, 10, 11 }, -2, 0, 11, TestName = "Duplicates_make_the_loss_negative")]
    [TestCase(new[] { 65_534, 65_535, 1, 2 }, 1, 51, 0x1_0002, TestName = "A_wrap_is_counted_in_the_upper_half")]
    [TestCase(new[] { 10, 30_000, 11, 12 }, 0, 0, 12, TestName = "A_stray_number_far_away_is_not_believed")]
    public void Counting(int[] sequences, int lost, int fraction, int highest)
    {
        var statistics = new ReceptionStatistics(90_000);
        foreach (var sequence in sequences)
            statistics.Receive(new SequenceNumber((ushort)sequence), default, Instant.Zero);

        Assert.That(statistics.TryReport(Alice, Instant.Zero, out var block));
        Assert.That(block.CumulativeLost, Is.EqualTo(lost));
        Assert.That(block.FractionLost, Is.EqualTo(fraction));
        Assert.That(block.HighestSequence, Is.EqualTo((uint)highest));
    }

    [Test]
    public void The_fraction_is_that_since_the_last_report_and_the_count_is_that_of_all_time()
    {
        var statistics = new ReceptionStatistics(90_000);
        for (var i = 0; i < 100; i += 2)
            statistics.Receive(new SequenceNumber((ushort)i), default, Instant.Zero);
        statistics.TryReport(Alice, Instant.Zero, out var first);

        for (var i = 99; i < 200; i++)
            statistics.Receive(new SequenceNumber((ushort)i), default, Instant.Zero);
        statistics.TryReport(Alice, Instant.Zero, out var second);
        statistics.TryReport(Alice, Instant.Zero, out var third);

        Assert.That(first.LossFraction, Is.EqualTo(0.49).Within(0.01));
        Assert.That((first.CumulativeLost, second.CumulativeLost), Is.EqualTo((49, 49)));
        Assert.That((second.FractionLost, third.FractionLost), Is.EqualTo(((byte)0, (byte)0)));
    }

    [Test]
    public void A_new_beginning_is_believed_at_its_second_packet_and_the_losses_stay()
    {
        var statistics = new ReceptionStatistics(90_000);
        foreach (var sequence in new[] { 10, 13, 40_000, 40_001, 40_002, 40_004 })
            statistics.Receive(new SequenceNumber((ushort)sequence), default, Instant.Zero);

        statistics.TryReport(Alice, Instant.Zero, out var block);
        Assert.That(block.CumulativeLost, Is.EqualTo(2 + 1));
        Assert.That(block.HighestSequence, Is.EqualTo(40_004));
    }

    // Every second packet is 10 ms late: each transit differs from the one before by 900 ticks, and J tends to that.
    [Test]
    public void Jitter_tends_to_the_mean_difference_of_transit_times()
    {
        var statistics = new ReceptionStatistics(90_000);
        for (var i = 0; i < 500; i++)
        {
            var arrival = Instant.Zero + TimeSpan.FromMilliseconds((20 * i) + (i % 2 * 10));
            statistics.Receive(new SequenceNumber((ushort)i), new RtpTimestamp((uint)(1_800 * i)), arrival);
        }

        Assert.That(statistics.Jitter, Is.EqualTo(900).Within(10));
    }

    // RFC 3550 §6.4.1: J(1) = |D|/16 from nothing, then J + (|D| − J)/16.
    [Test]
    public void One_late_packet_adds_a_sixteenth_of_its_lateness()
    {
        var statistics = new ReceptionStatistics(8_000);
        statistics.Receive(new SequenceNumber(0), new RtpTimestamp(4_294_967_200), Instant.Zero);
        statistics.Receive(new SequenceNumber(1), new RtpTimestamp(64), Instant.Zero + TimeSpan.FromMilliseconds(40));

        Assert.That(statistics.Jitter, Is.EqualTo(160 / 16));
    }

    [Test]
    public void A_leap_of_the_source_clock_is_no_jitter()
    {
        var statistics = new ReceptionStatistics(90_000);
        statistics.Receive(new SequenceNumber(0), new RtpTimestamp(0), Instant.Zero);
        statistics.Receive(new SequenceNumber(1), new RtpTimestamp(2_000_000_000), Instant.Zero + TimeSpan.FromMilliseconds(20));

        Assert.That(statistics.Jitter, Is.Zero);
    }

    [Test]
    public void The_last_sender_report_is_named_with_how_long_it_has_been_here()
    {
        var statistics = new ReceptionStatistics(90_000);
        statistics.Receive(default, default, Instant.Zero);
        statistics.TryReport(Alice, Instant.Zero, out var before);
        statistics.ReceiveSenderReport(new NtpTime(0xB44D_B705_2000_0000), Instant.Zero + TimeSpan.FromSeconds(1));
        statistics.TryReport(Alice, Instant.Zero + TimeSpan.FromSeconds(6.25), out var after);

        Assert.That((before.LastSenderReport, before.DelaySinceLastSenderReport), Is.EqualTo((0u, TimeSpan.Zero)));
        Assert.That((after.LastSenderReport, after.DelaySinceLastSenderReport), Is.EqualTo((0xB705_2000u, TimeSpan.FromSeconds(5.25))));
    }
}
