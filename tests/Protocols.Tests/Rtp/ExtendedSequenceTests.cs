using Protocols.Rtp;

namespace Protocols.Tests.Rtp;

public sealed class ExtendedSequenceTests
{
    [TestCase(new[] { 5 }, new long[] { 5 }, TestName = "The_first_number_is_its_own_index")]
    [TestCase(new[] { 65_534, 65_535, 0, 1 }, new long[] { 65_534, 65_535, 65_536, 65_537 }, TestName = "A_wrap_goes_on_counting")]
    [TestCase(new[] { 65_535, 1, 0, 2 }, new long[] { 65_535, 65_537, 65_536, 65_538 }, TestName = "Reordering_at_the_wrap_is_seen_through")]
    [TestCase(new[] { 0, 65_535, 1 }, new long[] { 0, -1, 1 }, TestName = "What_is_older_than_the_first_is_negative")]
    [TestCase(new[] { 1_000, 33_767 }, new long[] { 1_000, 33_767 }, TestName = "Half_a_circle_less_one_ahead_is_ahead")]
    [TestCase(new[] { 1_000, 33_768 }, new long[] { 1_000, -31_768 }, TestName = "Half_a_circle_ahead_is_behind")]
    [TestCase(new[] { 40_000, 5_000, 40_000, 5_001 }, new long[] { 40_000, 70_536, 40_000, 70_537 }, TestName = "An_old_number_after_a_jump_is_old")]
    public void Unwrapping(int[] sequences, long[] indices)
    {
        var extended = default(ExtendedSequence);

        Assert.That(sequences.Select(s => extended.Unwrap(new SequenceNumber((ushort)s))).ToArray(), Is.EqualTo(indices));
        Assert.That(extended.Highest, Is.EqualTo(indices.Max()));
    }

    [Test]
    public void A_guess_leaves_no_mark()
    {
        var extended = default(ExtendedSequence);
        extended.Unwrap(new SequenceNumber(10));

        Assert.That(extended.Guess(new SequenceNumber(30_000)), Is.EqualTo(30_000));
        Assert.That(extended.Highest, Is.EqualTo(10));
    }

    [Test]
    public void A_million_packets_with_reordering_keep_their_indices()
    {
        var random = new Random(7);
        var extended = default(ExtendedSequence);
        for (var i = 0L; i < 1_000_000; i++)
        {
            var index = Math.Max(0, i - random.Next(0, 2_000));
            if (i == 0 || index != i)
                extended.Unwrap(new SequenceNumber((ushort)i));

            if (extended.Guess(new SequenceNumber(unchecked((ushort)index))) != index)
                Assert.Fail($"index {index} at {i}");
        }
    }

    [TestCase(new[] { 4_294_967_295u, 0u, 90_000u }, new[] { 4_294_967_295L, 4_294_967_296L, 4_295_057_296L }, TestName = "A_clock_wraps_and_goes_on")]
    [TestCase(new[] { 100u, 4_294_967_290u }, new[] { 100L, -6L }, TestName = "A_step_back_over_zero_is_negative")]
    [TestCase(new[] { 0u, 2_147_483_647u, 4_294_967_294u, 1u }, new[] { 0L, 2_147_483_647L, 4_294_967_294L, 4_294_967_297L }, TestName = "Long_silences_are_counted")]
    public void Unwrapping_clocks(uint[] timestamps, long[] times)
    {
        var extended = default(ExtendedTimestamp);

        Assert.That(timestamps.Select(t => extended.Unwrap(new RtpTimestamp(t))).ToArray(), Is.EqualTo(times));
        Assert.That(extended.Highest, Is.EqualTo(times.Max()));
    }
}
