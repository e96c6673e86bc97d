using Protocols.Congestion;

namespace Protocols.Tests.Congestion;

public sealed class SimulatedDownlinkTests
{
    [TestCase(0.3)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [TestCase(10)]
    public void The_target_finds_the_bottleneck_and_leaves_its_queue_short(double megabits)
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(megabits) }, seed: 1);

        link.RunFor(12);
        link.ForgetStatistics();
        link.RunFor(30);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        TestContext.Out.WriteLine($"{average / 1000:F0} kbit/s, queue {link.AverageQueueMilliseconds:F0} ms, dropped {link.PacketsDropped}");
        Assert.That(average, Is.GreaterThan(megabits * 0.8e6));
        Assert.That(average, Is.LessThan(megabits * 1.25e6));
        Assert.That(link.AverageQueueMilliseconds, Is.LessThan(100));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public void Half_the_capacity_is_noticed_at_once_and_its_return_within_fifteen_seconds(double megabits)
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(megabits) }, seed: 2);
        link.RunFor(20);

        link.Conditions = link.Conditions with { Rate = Bitrate.Megabits(megabits / 2) };
        var down = link.SecondsUntil(t => t < Bitrate.Megabits(megabits * 0.55), atMost: 10);
        link.RunFor(15);
        link.Conditions = link.Conditions with { Rate = Bitrate.Megabits(megabits) };
        var up = link.SecondsUntil(t => t > Bitrate.Megabits(megabits * 0.8), atMost: 60);

        TestContext.Out.WriteLine($"down in {down:F2} s, up in {up:F1} s");
        Assert.That(down, Is.LessThan(1.5));
        Assert.That(up, Is.LessThan(15));
    }

    [TestCase(0.02)]
    [TestCase(0.05)]
    [TestCase(0.2)]
    public void Random_loss_does_not_collapse_the_target(double loss)
    {
        var link = new SimulatedDownlink(new() { Loss = loss }, seed: 3);

        link.RunFor(20);
        link.ForgetStatistics();
        link.RunFor(20);

        var average = link.TargetEachTenth.Average(t => t.BitsPerSecond);
        TestContext.Out.WriteLine($"{average / 1000:F0} kbit/s at loss {link.Control.Estimator.Loss:P1}, queue {link.AverageQueueMilliseconds:F0} ms");
        Assert.That(average, Is.GreaterThan(1.4e6));
    }

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
        TestContext.Out.WriteLine($"{average / 1000:F0} kbit/s, dropped {lost:P1}");
        Assert.That(average, Is.InRange(0.6e6, 1.3e6));
        Assert.That(lost, Is.LessThan(0.1));
    }

    [Test]
    public void Little_traffic_does_not_inflate_the_target_without_proof()
    {
        var link = new SimulatedDownlink(new() { Rate = Bitrate.Megabits(2) }, seed: 5) { VideoRate = Bitrate.Kilobits(200) };

        link.RunFor(60);

        TestContext.Out.WriteLine($"{link.Target}");
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
        TestContext.Out.WriteLine($"{average / 1000:F0} kbit/s, queue {link.AverageQueueMilliseconds:F0} ms");
        Assert.That(average, Is.InRange(1.4e6, 2.4e6));
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
        TestContext.Out.WriteLine($"{average / 1000:F0} kbit/s, queue {link.AverageQueueMilliseconds:F0} ms");
        Assert.That(average, Is.InRange(1.5e6, 2.4e6));
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
        TestContext.Out.WriteLine($"{average / 1000:F0} kbit/s, queue {link.AverageQueueMilliseconds:F0} ms");
        Assert.That(average, Is.GreaterThan(1.2e6));
    }

    [Test]
    public void When_the_feedback_ends_the_target_sinks()
    {
        var link = new SimulatedDownlink(new(), seed: 9);
        link.RunFor(15);

        link.FeedbackBlocked = true;
        link.RunFor(10);

        TestContext.Out.WriteLine($"{link.Target}");
        Assert.That(link.Target, Is.LessThan(Bitrate.Kilobits(100)));

        link.FeedbackBlocked = false;
        Assert.That(link.SecondsUntil(t => t > Bitrate.Megabits(1.6), atMost: 60), Is.LessThan(25));
    }
}
