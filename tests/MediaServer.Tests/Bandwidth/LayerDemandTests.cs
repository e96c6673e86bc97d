using MediaServer.Bandwidth;
using Protocols;

namespace MediaServer.Tests.Bandwidth;

public sealed class LayerDemandTests
{
    private static readonly Instant Start = new(TimeSpan.TicksPerHour);
    private LayerDemand _demand = null!;

    [SetUp]
    public void Nobody_watches_yet() => _demand = new LayerDemand(new LayerDemandOptions());

    [Test]
    public void More_is_asked_for_at_once()
    {
        Assert.That(_demand.Change(before: 0, after: 1, Start), Is.True);
        Assert.That(_demand.Change(before: 0, after: 3, Start), Is.True);
        Assert.That(_demand.Layers, Is.EqualTo(3));
        Assert.That(_demand.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void Less_is_asked_for_after_five_seconds()
    {
        _demand.Change(before: 0, after: 3, Start);

        Assert.That(_demand.Change(before: 3, after: 1, Start), Is.False);
        Assert.That(_demand.NextDeadline, Is.EqualTo(Start + TimeSpan.FromSeconds(5)));
        Assert.That(_demand.Advance(Start + TimeSpan.FromSeconds(4.9)), Is.False);
        Assert.That(_demand.Advance(Start + TimeSpan.FromSeconds(5)), Is.True);
        Assert.That(_demand.Layers, Is.EqualTo(1));
        Assert.That(_demand.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void When_nobody_watches_the_publisher_stops()
    {
        _demand.Change(before: 0, after: 2, Start);
        _demand.Change(before: 2, after: 0, Start);

        _demand.Advance(Start + TimeSpan.FromSeconds(5));

        Assert.That(_demand.Layers, Is.Zero);
    }

    [Test]
    public void Who_comes_back_in_time_is_not_noticed()
    {
        _demand.Change(before: 0, after: 3, Start);
        _demand.Change(before: 3, after: 1, Start);

        Assert.That(_demand.Change(before: 1, after: 3, Start + TimeSpan.FromSeconds(4)), Is.False);
        Assert.That(_demand.Advance(Start + TimeSpan.FromSeconds(6)), Is.False);
        Assert.That(_demand.Layers, Is.EqualTo(3));
    }

    [Test]
    public void The_greatest_need_of_all_subscribers_counts([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var needs = new int[20];
        var now = Start;
        for (var i = 0; i < 500; i++)
        {
            var who = random.Next(needs.Length);
            var next = random.Next(0, LayerDemand.MostLayers + 1);
            _demand.Change(needs[who], next, now);
            needs[who] = next;
            now += TimeSpan.FromMilliseconds(random.Next(2_000));
            _demand.Advance(now);

            Assert.That(_demand.Layers, Is.GreaterThanOrEqualTo(needs.Max()));
        }

        _demand.Advance(now);
        _demand.Advance(now + TimeSpan.FromSeconds(10));
        Assert.That(_demand.Layers, Is.EqualTo(needs.Max()));
    }
}
