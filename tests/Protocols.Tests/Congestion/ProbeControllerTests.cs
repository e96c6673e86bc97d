using Protocols.Congestion;

namespace Protocols.Tests.Congestion;

public sealed class ProbeControllerTests
{
    private static readonly (Bitrate, Instant) NoDrop = (Bitrate.Zero, Instant.Never);
    private ProbeController _probes = null!;
    private Instant _now;

    [SetUp]
    public void The_transport_opens_at_one_megabit()
    {
        _probes = new ProbeController(new ProbeOptions());
        _now = new Instant(TimeSpan.TicksPerHour);
        _probes.Start(Bitrate.Megabits(1), _now);
    }

    [Test]
    public void It_begins_with_three_times_the_start_and_doubles_while_probes_arrive()
    {
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Megabits(3)));
        Arrives(Bitrate.Megabits(3));
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Megabits(6)));
        Arrives(Bitrate.Megabits(4.5));
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Megabits(9)));
        Arrives(Bitrate.Megabits(4.6));
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Zero), "half of it arrived");
    }

    [Test]
    public void A_probe_is_fifteen_milliseconds_and_at_least_five_packets()
    {
        _probes.TryNextProbe(_now, out var plan);

        Assert.That(plan.Bytes, Is.EqualTo(6_000));
        Assert.That(plan.Cluster, Is.EqualTo(1));
    }

    [Test]
    public void One_probe_is_out_at_a_time_and_a_silent_one_is_given_up()
    {
        NextRate();
        _now += TimeSpan.FromSeconds(1.4);
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Zero));

        Assert.That(WaitForNext(out var rate), Is.InRange(8.0, 13.0));
        Assert.That(rate, Is.EqualTo(Bitrate.Megabits(2)));
    }

    [Test]
    public void While_more_is_wanted_the_target_is_tried_out_every_five_seconds()
    {
        NextRate();
        Arrives(Bitrate.Megabits(1.5));
        _probes.Receive(Bitrate.Megabits(1.5), DelayState.Normal, NoDrop, _now);

        Assert.That(WaitForNext(out var rate), Is.InRange(4.9, 10.1));
        Assert.That(rate, Is.EqualTo(Bitrate.Megabits(3)));
    }

    [Test]
    public void Nothing_is_tried_out_beyond_what_is_wanted()
    {
        _probes.SetWanted(Bitrate.Megabits(2));
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Megabits(2.6)));
        Arrives(Bitrate.Megabits(2.6));
        _probes.Receive(Bitrate.Megabits(2.6), DelayState.Normal, NoDrop, _now);

        Assert.That(NextRate(), Is.EqualTo(Bitrate.Zero));
        Assert.That(_probes.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void What_nobody_wanted_at_the_start_is_tried_as_soon_as_somebody_does()
    {
        _probes.SetWanted(Bitrate.Kilobits(200));
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Zero));
        Assert.That(_probes.NextDeadline, Is.EqualTo(Instant.Never));

        _probes.SetWanted(Bitrate.Megabits(4));
        Assert.That(_probes.NextDeadline, Is.LessThanOrEqualTo(_now));
        Assert.That(NextRate(), Is.EqualTo(Bitrate.Megabits(3)));
    }

    [Test]
    public void After_a_deep_drop_the_way_back_is_tried_soon()
    {
        NextRate();
        Arrives(Bitrate.Megabits(1));
        _probes.Receive(Bitrate.Kilobits(400), DelayState.Normal, (Bitrate.Megabits(1), _now), _now);

        Assert.That(WaitForNext(out var rate), Is.EqualTo(2.0).Within(0.1));
        Assert.That(rate, Is.EqualTo(Bitrate.Megabits(0.85)));
    }

    [Test]
    public void While_the_queue_grows_nothing_is_tried_and_nobody_is_woken_in_vain()
    {
        _probes.Receive(Bitrate.Megabits(1), DelayState.Overuse, NoDrop, _now);

        Assert.That(NextRate(), Is.EqualTo(Bitrate.Zero));
        Assert.That(_probes.NextDeadline, Is.GreaterThan(_now));
    }

    [Test]
    public void Results_of_other_probes_are_ignored()
    {
        NextRate();
        _probes.ReceiveResult(cluster: 9, Bitrate.Megabits(100), _now);

        Assert.That(NextRate(), Is.EqualTo(Bitrate.Zero));
    }

    private Bitrate NextRate() => _probes.TryNextProbe(_now, out var plan) ? plan.Rate : Bitrate.Zero;

    private void Arrives(Bitrate measured)
    {
        for (var cluster = 1; cluster <= 10; cluster++)
            _probes.ReceiveResult(cluster, measured, _now);
    }

    private double WaitForNext(out Bitrate rate)
    {
        var begun = _now;
        while ((rate = NextRate()) == Bitrate.Zero && _now - begun < TimeSpan.FromMinutes(1))
            _now = Instant.Later(_now + TimeSpan.FromMilliseconds(1), Instant.Earlier(_probes.NextDeadline, _now + TimeSpan.FromSeconds(60)));

        return (_now - begun).TotalSeconds;
    }
}
