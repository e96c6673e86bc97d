using Protocols.Congestion;

namespace Protocols.Tests.Congestion;

public sealed class PacerTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private Pacer _pacer = null!;
    private Instant _now;

    [SetUp]
    public void A_target_of_one_megabit()
    {
        _pacer = new Pacer(new PacerOptions());
        _pacer.SetTarget(Bitrate.Megabits(1));
        _now = new Instant(TimeSpan.TicksPerHour);
    }

    [Test]
    public void The_packets_of_a_frame_leave_together()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.That(_pacer.MaySend(1_200, PacketKind.Video, _now), Is.True, $"packet {i}");
            _pacer.Sent(1_200, PacketKind.Video, _now);
        }

        Assert.That(_pacer.MaySend(1_200, PacketKind.Video, _now), Is.False);
    }

    [TestCase(0.1)]
    [TestCase(1)]
    [TestCase(20)]
    public void What_waits_leaves_at_two_and_a_half_times_the_target(double megabits)
    {
        _pacer.SetTarget(Bitrate.Megabits(megabits));
        var bytes = SendAllFor(TimeSpan.FromSeconds(10), PacketKind.Video);

        Assert.That(bytes * 8 / 10.0, Is.EqualTo(megabits * 2.5e6).Within(4).Percent);
    }

    [Test]
    public void A_slow_link_gets_small_bursts()
    {
        _pacer.SetTarget(Bitrate.Kilobits(100));
        var burst = 0;
        for (; _pacer.MaySend(1_200, PacketKind.Video, _now); burst++)
            _pacer.Sent(1_200, PacketKind.Video, _now);

        Assert.That(burst, Is.EqualTo(2));
    }

    [Test]
    public void Audio_never_waits_but_counts()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Assert.That(_pacer.MaySend(160, PacketKind.Audio, _now), Is.True);
            _pacer.Sent(160, PacketKind.Audio, _now);
        }

        Assert.That(_pacer.MaySend(1_200, PacketKind.Video, _now), Is.False);
    }

    [Test]
    public void A_pause_does_not_save_up_more_than_one_burst()
    {
        SendAllFor(TimeSpan.FromSeconds(1), PacketKind.Video);
        _now += TimeSpan.FromMinutes(1);
        var burst = 0;
        for (; _pacer.MaySend(1_200, PacketKind.Video, _now); burst++)
            _pacer.Sent(1_200, PacketKind.Video, _now);

        Assert.That(burst, Is.EqualTo(10));
    }

    [Test]
    public void The_deadline_is_the_moment_when_the_answer_becomes_yes()
    {
        for (var i = 0; i < 500; i++)
        {
            var deadline = _pacer.NextDeadline(1_200, PacketKind.Video, _now);
            if (deadline > _now)
                Assert.That(_pacer.MaySend(1_200, PacketKind.Video, new Instant(deadline.Ticks - 1)), Is.False);

            _now = deadline;
            Assert.That(_pacer.MaySend(1_200, PacketKind.Video, _now), Is.True);
            _pacer.Sent(1_200, PacketKind.Video, _now);
        }
    }

    [Test]
    public void Retransmissions_take_no_more_than_their_share()
    {
        var bytes = SendAllFor(TimeSpan.FromSeconds(20), PacketKind.Retransmission);

        Assert.That(bytes * 8 / 20.0, Is.EqualTo(0.65e6).Within(6).Percent);
    }

    [Test]
    public void A_key_frame_makes_the_pacer_hurry_within_bounds()
    {
        _pacer.SetBacklog(15_000);
        Assert.That(_pacer.Rate.BitsPerSecond, Is.EqualTo(15_000 * 8 / 0.033).Within(1).Percent);

        _pacer.SetBacklog(500_000);
        Assert.That(_pacer.Rate, Is.EqualTo(Bitrate.Megabits(5)));

        _pacer.SetBacklog(0);
        Assert.That(_pacer.Rate, Is.EqualTo(Bitrate.Megabits(2.5)));
    }

    [Test]
    public void A_probe_leaves_at_its_own_rate_with_filler_where_there_is_no_media()
    {
        _pacer.StartProbe(new ProbePlan(3, Bitrate.Megabits(6), 12_000), _now);
        var begun = _now;
        var sent = 0;
        while (_pacer.Probe == 3)
        {
            while (_pacer.WantsPadding(_now))
            {
                _pacer.Sent(1_200, PacketKind.Padding, _now);
                sent++;
            }

            _now += Millisecond;
        }

        Assert.That(sent, Is.EqualTo(10));
        Assert.That((_now - begun).TotalMilliseconds, Is.InRange(13, 18));
        Assert.That(_pacer.WantsPadding(_now), Is.False);
    }

    [Test]
    public void A_probe_for_which_nothing_is_sent_ends_by_itself()
    {
        _pacer.StartProbe(new ProbePlan(3, Bitrate.Megabits(6), 12_000), _now);
        _pacer.Advance(_now + TimeSpan.FromMilliseconds(300));

        Assert.That(_pacer.Probe, Is.Zero);
    }

    [Test]
    public void Asking_and_telling_allocates_nothing()
    {
        var packets = new SentPackets();
        Assert.That(Allocations.Least(() =>
        {
            _pacer.MaySend(1_200, PacketKind.Video, _now);
            packets.Sent(1_200, PacketKind.Video, _pacer.Probe, _now);
            _pacer.Sent(1_200, PacketKind.Video, _now);
        }, times: 60), Is.Zero);
    }

    private long SendAllFor(TimeSpan time, PacketKind kind)
    {
        long bytes = 0;
        for (var end = _now + time; _now < end; _now += Millisecond)
        {
            for (; _pacer.MaySend(1_200, kind, _now); bytes += 1_200)
                _pacer.Sent(1_200, kind, _now);
        }

        return bytes;
    }
}
