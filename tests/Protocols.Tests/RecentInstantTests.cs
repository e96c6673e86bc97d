namespace Protocols.Tests;

public sealed class RecentInstantTests
{
    [TestCase(0, 0)]
    [TestCase(0, 71)]
    [TestCase(71.5, 71)]
    [TestCase(100_000, 0.001)]
    public void An_instant_comes_back_for_an_hour(double minutes, double later)
    {
        var instant = Instant.Zero + TimeSpan.FromMinutes(minutes);

        Assert.That(RecentInstant.From(instant).At(instant + TimeSpan.FromMinutes(later)), Is.EqualTo(instant));
    }
}
