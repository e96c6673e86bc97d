using Protocols.Congestion;

namespace Protocols.Tests.Congestion;

public sealed class SimulatedDownlinkTests
{
    [Test]
    public void The_target_finds_the_bottleneck_and_leaves_its_queue_short([Values(0.3, 1, 2, 5, 10)] double megabits, [Range(1, 4)] int seed)
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(megabits) }, seed);

        link.RunFor(12);
        link.ForgetStatistics();
        link.RunFor(30);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        Assert.That(average, Is.InRange(megabits * 0.8e6, megabits * 1.1e6));
        Assert.That(link.AverageQueueMilliseconds, Is.LessThan(60));
    }

    [Test]
    public void Half_the_capacity_is_noticed_at_once_and_its_return_within_fifteen_seconds(
        [Values(1, 2, 5)] double megabits, [Range(1, 4)] int seed)
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(megabits) }, seed);
        link.RunFor(20);

        link.Conditions = link.Conditions with { Rate = Bitrate.Megabits(megabits / 2) };
        var down = link.SecondsUntil(t => t < Bitrate.Megabits(megabits * 0.55), atMost: 10);
        link.RunFor(15);
        link.Conditions = link.Conditions with { Rate = Bitrate.Megabits(megabits) };
        var up = link.SecondsUntil(t => t > Bitrate.Megabits(megabits * 0.8), atMost: 60);

        Assert.That(down, Is.LessThan(1.5));
        Assert.That(up, Is.LessThan(15));
    }

    [Test]
    public void Random_loss_does_not_collapse_the_target([Values(0.02, 0.05, 0.1, 0.2, 0.3)] double loss, [Range(1, 4)] int seed)
    {
        var link = new SimulatedDownlink(new() { Loss = loss }, seed);

        link.RunFor(30);
        link.ForgetStatistics();
        link.RunFor(20);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        Assert.That(average, Is.GreaterThan(1.4e6));
    }

    // 20 ms at 1 Mbit/s are two packets: the burst of a frame alone overflows it.
    [TestCase(20)]
    [TestCase(60)]
    public void A_shallow_queue_that_drops_instead_of_delaying_is_found_by_loss(int queueMilliseconds)
    {
        var link = new SimulatedDownlink(
            new() { Rate = Bitrate.Megabits(1), Queue = TimeSpan.FromMilliseconds(queueMilliseconds) }, seed: 4);
        link.RunFor(15);
        var sent = link.PacketsSent;
        var dropped = link.PacketsDropped;
        link.ForgetStatistics();
        link.RunFor(30);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        var lost = (double)(link.PacketsDropped - dropped) / (link.PacketsSent - sent);
        Assert.That(average, Is.InRange(0.5e6, 1.2e6));
        Assert.That(lost, Is.LessThan(0.1));
    }

    [Test]
    public void Little_traffic_does_not_inflate_the_target_without_proof()
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(2) }, seed: 5) { Video = _ => Bitrate.Kilobits(200) };

        link.RunFor(60);

        Assert.That(link.Target, Is.LessThan(Bitrate.Megabits(2.4)));
    }

    [TestCase(0.1)]
    [TestCase(0.3)]
    public void Lost_doubled_and_overtaken_feedback_does_no_harm(double trouble)
    {
        var link = new SimulatedDownlink(new() { FeedbackTrouble = trouble }, seed: 6);

        link.RunFor(15);
        link.ForgetStatistics();
        link.RunFor(30);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        Assert.That(average, Is.InRange(1.4e6, 2.2e6));
    }

    [TestCase(0.0005)]
    [TestCase(-0.0005)]
    public void The_receivers_clock_may_run_fast_or_slow(double drift)
    {
        var link = new SimulatedDownlink(new() { ClockDrift = drift }, seed: 7);

        link.RunFor(15);
        link.ForgetStatistics();
        link.RunFor(30);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        Assert.That(average, Is.InRange(1.6e6, 2.2e6));
    }

    [TestCase(5)]
    [TestCase(20)]
    public void Jitter_is_not_taken_for_a_full_queue(int milliseconds)
    {
        var link = new SimulatedDownlink(new() { Jitter = TimeSpan.FromMilliseconds(milliseconds) }, seed: 8);

        link.RunFor(20);
        link.ForgetStatistics();
        link.RunFor(30);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        Assert.That(average, Is.GreaterThan(1.2e6));
    }

    [Test]
    public void When_the_feedback_ends_the_target_sinks_to_a_quarter_and_is_soon_back()
    {
        var link = new SimulatedDownlink(new(), seed: 9);
        link.RunFor(15);
        var before = link.Target;

        link.FeedbackBlocked = true;
        link.RunFor(10);

        Assert.That(link.Target, Is.InRange(before * 0.24, before * 0.26));

        link.FeedbackBlocked = false;
        Assert.That(link.SecondsUntil(t => t > Bitrate.Megabits(1.6), atMost: 60), Is.LessThan(8));
    }

    [Test]
    public void A_start_far_above_the_link_is_corrected_within_three_seconds()
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Kilobits(300) }, seed: 1);

        link.RunFor(3);
        link.ForgetStatistics();
        link.RunFor(20);

        Assert.That(link.TargetEachTenth.Max(), Is.LessThan(Bitrate.Kilobits(400)));
    }

    // A forwarder cannot send a little more: it has three pictures to choose from, and most of the time the estimate is not tried out.
    [Test]
    public void Between_layers_the_estimate_still_finds_its_way_up([Range(1, 4)] int seed)
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(2.5) }, seed)
        {
            Video = allowed => Bitrate.Kilobits(allowed.InKilobits switch { > 1_800 => 1_500, > 600 => 500, _ => 150 }),
        };
        link.Control.SetWanted(Bitrate.Kilobits(1_860));
        link.RunFor(15);
        Assert.That(link.Target, Is.GreaterThan(Bitrate.Kilobits(1_860)));

        link.Conditions = link.Conditions with { Rate = Bitrate.Kilobits(300) };
        Assert.That(link.SecondsUntil(t => t < Bitrate.Kilobits(600), atMost: 10), Is.LessThan(1.5));

        link.RunFor(10);
        link.Conditions = link.Conditions with { Rate = Bitrate.Megabits(2.5) };
        Assert.That(link.SecondsUntil(t => t > Bitrate.Kilobits(1_860), atMost: 60), Is.LessThan(12));
    }

    [Test]
    public void Nothing_is_tried_out_that_nobody_wants()
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(20) }, seed: 10) { Video = _ => Bitrate.Kilobits(150) };
        link.Control.SetWanted(Bitrate.Kilobits(180));

        link.RunFor(30);

        Assert.That(link.Target, Is.EqualTo(Bitrate.Megabits(1)), "the start");
        Assert.That(link.PaddingSent, Is.Zero);
    }

    [Test]
    public void A_call_of_a_minute_allocates_next_to_nothing_and_stays_small()
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(5) }, seed: 11);

        link.RunFor(60);

        Assert.That(link.Control.Packets.MemoryBytes, Is.LessThan(8_192));
    }
}
