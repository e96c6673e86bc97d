using MediaServer.Bandwidth;
using Protocols;

namespace MediaServer.Tests.Bandwidth;

public sealed class ToldRateTests
{
    private const int Most = 1_000;

    [TestCase(1_000, 3_000, false)]
    [TestCase(1_000, 950, false)]
    [TestCase(1_000, 900, true)]
    [TestCase(400, 420, false)]
    [TestCase(400, 450, true)]
    public void Only_what_is_another_rate_is_said(int before, int after, bool isSaid)
    {
        var told = new ToldRate();
        told.Receive(Bitrate.Kilobits(before), Bitrate.Kilobits(Most), Bitrate.Kilobits(Most), Instant.Zero);
        Assert.That(told.Receive(Bitrate.Kilobits(after), Bitrate.Kilobits(Most), Bitrate.Kilobits(before), Instant.Zero), Is.EqualTo(isSaid));
    }

    [Test]
    public void That_it_carries_all_that_is_of_use_is_always_said()
    {
        var told = new ToldRate();
        foreach (var kilobits in new[] { 890, 945, Most })
            Assert.That(told.Receive(Bitrate.Kilobits(kilobits), Bitrate.Kilobits(Most), Bitrate.Kilobits(Most), Instant.Zero), Is.True);
    }

    [Test]
    public void A_fall_while_little_is_sent_is_doubted_and_believed_when_it_lasts()
    {
        var told = new ToldRate();
        Assert.That(Receive(80, 0), Is.False);
        Assert.That(Receive(1_200, 2), Is.False, "a probe has found the line as good as before");
        Assert.That(Receive(80, 4), Is.False);
        Assert.That(Receive(90, 6.9), Is.False);
        Assert.That((Receive(90, 7), told.Rate), Is.EqualTo((true, Bitrate.Kilobits(90))));

        bool Receive(int kilobits, double at) =>
            told.Receive(Bitrate.Kilobits(kilobits), Bitrate.Kilobits(Most), Bitrate.Kilobits(100), Instant.Zero + TimeSpan.FromSeconds(at));
    }
}
