using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Tests.Video.Planning;

public sealed class CanvasTicksTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly List<(CanvasId Canvas, Instant At)> _ticks = [];
    private CanvasTicks _schedule = null!;
    private Instant _now;

    [SetUp]
    public void Begin()
    {
        _ticks.Clear();
        _schedule = new CanvasTicks(new CanvasTickOptions());
        _now = Instant.Zero + TimeSpan.FromSeconds(100);
    }

    [TestCase(30)]
    [TestCase(25)]
    [TestCase(15)]
    public void A_canvas_ticks_at_its_rate(int rate)
    {
        _schedule.Add(new(1), rate, _now);
        Run(TimeSpan.FromSeconds(2), changes: true);

        Assert.That(_ticks, Has.Count.InRange((2 * rate) - 1, (2 * rate) + 1));
        Assert.That(_schedule.Missed, Is.Zero);
    }

    [TestCase(2)]
    [TestCase(4)]
    [TestCase(8)]
    public void Canvases_tick_one_after_another_through_the_period(int count)
    {
        for (var canvas = 0; canvas < count; canvas++)
            _schedule.Add(new(canvas), 30, _now);
        Run(TimeSpan.FromSeconds(1), changes: true);

        var apart = _ticks.Zip(_ticks.Skip(1), (a, b) => (b.At - a.At).TotalMilliseconds);
        Assert.That(apart, Is.All.InRange((1000.0 / 30 / count) - 1.1, (1000.0 / 30 / count) + 1.1));
    }

    [Test]
    public void A_place_that_became_free_is_the_next_one_taken()
    {
        for (var canvas = 0; canvas < 4; canvas++)
            _schedule.Add(new(canvas), 30, _now);
        _schedule.Remove(new(1));
        _schedule.Add(new(9), 30, _now);
        Run(TimeSpan.FromSeconds(1), changes: true);

        Assert.That(_ticks.Select(tick => tick.Canvas).Distinct(), Is.EquivalentTo(new CanvasId[] { new(0), new(2), new(3), new(9) }));
        Assert.That(_ticks.Zip(_ticks.Skip(1), (a, b) => (b.At - a.At).TotalMilliseconds), Is.All.InRange(7, 10));
    }

    [Test]
    public void A_still_canvas_is_sharpened_for_half_a_second_and_then_encoded_once_a_second()
    {
        _schedule.Add(new(1), 30, _now);
        var encoded = Run(TimeSpan.FromMilliseconds(490), changes: false);
        Assert.That(encoded, Is.InRange(14, 15));

        encoded = Run(TimeSpan.FromSeconds(10), changes: false);
        Assert.That(encoded, Is.InRange(9, 11));
        Assert.That(_schedule.Sleeping, Is.EqualTo(1));
        Assert.That(_ticks, Has.Count.LessThan(30), "nor is it composed oftener");
    }

    [Test]
    public void A_worker_that_is_a_little_late_each_time_does_not_turn_round_on_one_moment([Range(1, 40, 3)] int milliseconds)
    {
        _schedule.Add(new(1), 30, _now);
        var taken = 0;
        for (var end = _now + TimeSpan.FromSeconds(20); _now < end;)
        {
            _now = _schedule.NextDeadline + TimeSpan.FromMilliseconds(milliseconds);
            while (_schedule.TryTake(_now, out var canvas))
            {
                _schedule.Composed(canvas, changed: false, _now);
                Assert.That(++taken, Is.LessThan(100));
            }
        }

        Assert.That(taken, Is.InRange(25, 60));
    }

    [Test]
    public void A_sleeping_canvas_wakes_within_one_period()
    {
        _schedule.Add(new(1), 30, _now);
        Run(TimeSpan.FromSeconds(3.3), changes: false);
        _ticks.Clear();
        var woken = _now;
        _schedule.Wake(new(1), _now);
        Run(TimeSpan.FromMilliseconds(200), changes: true);

        Assert.That(_ticks[0].At - woken, Is.LessThan(TimeSpan.FromMilliseconds(35)));
        Assert.That(_ticks, Has.Count.InRange(5, 7));
    }

    [Test]
    public void A_worker_that_was_held_up_goes_on_without_making_up()
    {
        _schedule.Add(new(1), 30, _now);
        Run(TimeSpan.FromSeconds(1), changes: true);
        _ticks.Clear();
        _now += TimeSpan.FromSeconds(1);
        Run(TimeSpan.FromMilliseconds(100), changes: true);

        Assert.That(_ticks, Has.Count.InRange(3, 5));
        Assert.That(_schedule.Missed, Is.InRange(28, 31));
    }

    [Test]
    public void The_rate_can_be_halved_and_restored()
    {
        _schedule.Add(new(1), 30, _now);
        _schedule.SetRate(new(1), 15, _now);
        Run(TimeSpan.FromSeconds(1), changes: true);
        Assert.That(_ticks, Has.Count.InRange(14, 16));

        _ticks.Clear();
        _schedule.SetRate(new(1), 30, _now);
        Run(TimeSpan.FromSeconds(1), changes: true);
        Assert.That(_ticks, Has.Count.InRange(29, 31));
    }

    private int Run(TimeSpan time, bool changes)
    {
        var encoded = 0;
        for (var end = _now + time; _now < end; _now += Step)
        {
            while (_schedule.TryTake(_now, out var canvas))
            {
                _ticks.Add((canvas, _now));
                encoded += _schedule.Composed(canvas, changes, _now) ? 1 : 0;
            }
        }

        return encoded;
    }
}
