using Protocols.Congestion;

namespace Protocols.Tests.Congestion;

/// <summary>The rule alone against a path that is given by two numbers: what the bottleneck carries and what is lost behind it.</summary>
public sealed class LossRuleTests
{
    private Random _weather = null!;
    private LossRule _rule = null!;
    private Bitrate _wanted;
    private Instant _now;
    private bool _queueStands;

    [SetUp]
    public void A_path_of_two_megabits_is_wanted()
    {
        _weather = new Random(1);
        _rule = new LossRule(new LossRuleOptions());
        _wanted = Bitrate.Megabits(2);
        _now = new Instant(TimeSpan.TicksPerHour);
        _queueStands = false;
    }

    private Bitrate Rate => Bitrate.Lower(_wanted, _rule.Limit);

    [TestCase(0.01)]
    [TestCase(0.05)]
    [TestCase(0.2)]
    [TestCase(0.5)]
    public void Loss_that_does_not_depend_on_the_rate_is_learnt_and_borne(double loss)
    {
        RunFor(seconds: 10, capacity: 100e6, loss);
        var average = RunFor(seconds: 30, capacity: 100e6, loss);

        Assert.That(average, Is.GreaterThan(1.6e6));
        Assert.That(_rule.Inherent, Is.EqualTo(loss < 0.02 ? 0 : loss).Within(0.08));
    }

    [TestCase(0.5e6)]
    [TestCase(1e6)]
    [TestCase(1.6e6)]
    public void Loss_that_a_bottleneck_explains_cuts_to_what_it_carries(double capacity)
    {
        RunFor(seconds: 10, capacity, loss: 0);

        Assert.That(Rate.BitsPerSecond, Is.InRange(capacity * 0.7, capacity * 1.15));
        Assert.That(_rule.Inherent, Is.LessThan(0.05));
    }

    [Test]
    public void Both_at_once_are_told_apart()
    {
        RunFor(seconds: 15, capacity: 100e6, loss: 0.2);
        RunFor(seconds: 10, capacity: 1e6, loss: 0.2);

        Assert.That(Rate.BitsPerSecond, Is.InRange(0.6e6, 1.25e6));
    }

    [Test]
    public void Where_a_queue_stands_no_loss_is_called_inherent()
    {
        _queueStands = true;
        RunFor(seconds: 10, capacity: 100e6, loss: 0.3);

        Assert.That(_rule.Inherent, Is.Zero);
        Assert.That(Rate, Is.LessThan(Bitrate.Kilobits(500)));
    }

    [Test]
    public void What_a_probe_has_proven_is_allowed_again()
    {
        RunFor(seconds: 10, capacity: 0.5e6, loss: 0);
        RunFor(seconds: 3, capacity: 100e6, loss: 0);
        _rule.Receive(new LossWindow(50, 0, Rate, Rate, TimeSpan.Zero, default, Proven: Bitrate.Megabits(1.9)), _now);

        Assert.That(Rate, Is.GreaterThanOrEqualTo(Bitrate.Megabits(1.9)));
    }

    private double RunFor(double seconds, double capacity, double loss)
    {
        var rates = new List<double>();
        for (var end = _now + TimeSpan.FromSeconds(seconds); _now < end;)
        {
            _now += TimeSpan.FromMilliseconds(250);
            var sent = Rate;
            rates.Add(sent.BitsPerSecond);
            var packets = Math.Max(5, (int)(sent.BytesIn(TimeSpan.FromMilliseconds(250)) / 1_000));
            var share = 1 - (Math.Min(1, capacity / sent.BitsPerSecond) * (1 - loss));
            var lost = Enumerable.Range(0, packets).Count(_ => _weather.NextDouble() < share);
            var queue = _queueStands ? TimeSpan.FromMilliseconds(80) : TimeSpan.Zero;
            _rule.Receive(new LossWindow(packets, lost, sent, sent, queue, TimeSpan.FromMilliseconds(60)), _now);
        }

        return rates.Average();
    }
}
