using Load.Measuring;

namespace Bench.Tests;

public sealed class DelayHistogramTests
{
    private readonly DelayHistogram _delays = new();

    [SetUp]
    public void Forget() => _delays.Clear();

    [TestCase(1)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(127)]
    [TestCase(1_000)]
    [TestCase(123_456)]
    [TestCase(5_000_000_000)]
    public void A_delay_is_told_again_to_within_two_percent_and_never_too_small(long nanoseconds)
    {
        _delays.Add(nanoseconds);

        Assert.That(_delays.Quantile(1).TotalNanoseconds, Is.InRange(nanoseconds, (nanoseconds * 1.02) + 100));
        Assert.That(_delays.Highest, Is.EqualTo(nanoseconds));
    }

    [Test]
    public void Of_a_thousand_even_steps_the_quantiles_are_where_they_belong()
    {
        for (var i = 1; i <= 1_000; i++)
            _delays.Add(i * 1_000);

        Assert.That(_delays.Quantile(0.5).TotalMicroseconds, Is.EqualTo(500).Within(2).Percent);
        Assert.That(_delays.Quantile(0.99).TotalMicroseconds, Is.EqualTo(990).Within(2).Percent);
        Assert.That(_delays.Quantile(0.999).TotalMicroseconds, Is.EqualTo(999).Within(2).Percent);
    }

    [Test]
    public void Clocks_that_disagree_are_counted_and_not_mixed_in()
    {
        _delays.Add(-5);

        Assert.That(_delays.Negative, Is.EqualTo(1));
        Assert.That(_delays.Count, Is.Zero);
        Assert.That(_delays.Quantile(0.5), Is.EqualTo(TimeSpan.Zero));
    }
}
