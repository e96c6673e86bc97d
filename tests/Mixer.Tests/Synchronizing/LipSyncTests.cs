using Mixer.Synchronizing;
using Protocols;
using Protocols.Rtp;

namespace Mixer.Tests.Synchronizing;

/// <summary>How long a picture or a voice waits for the other.</summary>
public sealed class LipSyncTests
{
    private static readonly LipSyncOptions Options = new();

    private readonly LipSync _sync = new(Options);
    private Instant _now = Instant.Zero;

    [TestCase(40, 240, 200, Description = "the other comes later")]
    [TestCase(240, 40, 0, Description = "the other waits")]
    [TestCase(40, 49, 0, Description = "nobody sees that")]
    [TestCase(40, 540, 250, Description = "nobody waits for ever")]
    [TestCase(-50, 100, 150, Description = "delays are counted from the first report, which took its time too")]
    [TestCase(40, 3_000, 0, Description = "his reports are nonsense")]
    public void The_faster_one_waits_for_the_difference(int own, int other, int wait)
    {
        Tell(own, other);

        Assert.That(Wait, Is.EqualTo(wait));
    }

    [Test]
    public void Small_changes_change_nothing_and_larger_ones_do()
    {
        Tell(40, 140);
        Tell(43, 136);
        Assert.That(Wait, Is.EqualTo(100));
        Tell(40, 160);
        Assert.That(Wait, Is.EqualTo(120));
        Tell(40, 40);
        Assert.That(Wait, Is.Zero);
    }

    [Test]
    public void What_is_not_told_again_is_forgotten()
    {
        Tell(40, 140);
        _now += Options.GoodFor;
        Assert.That(Wait, Is.Zero);
        Tell(40, 45);
        Assert.That(Wait, Is.Zero);
    }

    [Test]
    public void Pictures_take_as_long_as_most_do()
    {
        var delay = new PictureDelay();
        for (var i = 0; i < 100; i++)
            delay.Receive(Ms(i % 10 == 0 ? 150 : 50));
        Assert.That(delay.Value!.Value.TotalMilliseconds, Is.EqualTo(50).Within(5));

        for (var i = 0; i < 150; i++)
            delay.Receive(Ms(250));
        Assert.That(delay.Value!.Value.TotalMilliseconds, Is.EqualTo(250).Within(10), "another line");
        delay.Receive(Ms(9_000));
        Assert.That(delay.Value, Is.EqualTo(Ms(9_000)), "another clock");
    }

    [TestCase(0u, 90_000u, 1_000)]
    [TestCase(4_294_966_296u, 89_000u, 1_000)]
    [TestCase(90_000u, 0u, -1_000)]
    public void A_report_says_when_everything_else_was_captured(uint reported, uint timestamp, int milliseconds)
    {
        var clock = new CaptureMoment(Instant.Zero + Ms(5_000), new RtpTimestamp(reported));

        Assert.That(clock.Of(new RtpTimestamp(timestamp), 90_000), Is.EqualTo(Instant.Zero + Ms(5_000 + milliseconds)));
    }

    private double Wait => _sync.WaitAt(_now).TotalMilliseconds;

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Tell(int own, int other)
    {
        _now += Ms(1_000);
        _sync.Receive(Ms(own), Ms(other), _now);
    }
}
