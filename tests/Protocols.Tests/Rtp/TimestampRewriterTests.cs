using Protocols.Rtp;

namespace Protocols.Tests.Rtp;

public sealed class TimestampRewriterTests
{
    private static readonly NtpTime Noon = NtpTime.FromUnix(TimeSpan.FromDays(20_000));

    private TimestampRewriter _rewriter = null!;

    [SetUp]
    public void Begin() => _rewriter = new TimestampRewriter(90_000, TimestampOptions.Default);

    // The last frame of the old source was captured at 1 000 ms and arrived at 1 050 ms. The first of the new source was
    // captured and arrived as given; the answer is by how many milliseconds the outgoing clock moved.
    [TestCase(1_033, 1_083, 33, TestName = "The clock moves as capture time did")]
    [TestCase(1_033, 1_250, 33, TestName = "However late the new source arrives")]
    [TestCase(1_000, 1_060, 1, TestName = "Another layer of a frame that was sent moves it by the least step")]
    [TestCase(940, 1_060, 1, TestName = "An older frame never moves it backwards")]
    [TestCase(11_000, 11_050, 10_000, TestName = "After a pause it moves by the pause")]
    [TestCase(11_000, 1_090, 240, TestName = "A clock that runs faster than time is not believed")]
    [TestCase(-100_000_000, 1_090, 1, TestName = "Nor one of another day")]
    public void With_sender_reports_of_both_sources_capture_time_decides(int captured, int arrived, int moved)
    {
        _rewriter.SwitchTo(Old(0), Clock(Old(0), 0), Ms(50));
        Assert.That(_rewriter.Map(Old(1_000), Ms(1_050)), Is.EqualTo(Old(1_000)));

        _rewriter.SwitchTo(New(captured), Clock(New(0), 0), Ms(arrived));

        Assert.That(_rewriter.Map(New(captured), Ms(arrived)) - Old(1_000), Is.EqualTo(moved * 90));
    }

    [TestCase(1_083, 33)]
    [TestCase(1_050, 1)]
    [TestCase(31_050, 30_000)]
    public void Without_them_the_arrivals_do(int arrived, int moved)
    {
        _rewriter.Map(Old(1_000), Ms(1_050));

        _rewriter.SwitchTo(New(77_777), clock: null, Ms(arrived));

        Assert.That(_rewriter.Map(New(77_777), Ms(arrived)) - Old(1_000), Is.EqualTo(moved * 90));
    }

    [Test]
    public void What_one_switch_put_ahead_of_capture_time_the_next_takes_back()
    {
        _rewriter.SwitchTo(Old(0), Clock(Old(0), 0), Ms(0));
        _rewriter.Map(Old(1_000), Ms(1_000));
        _rewriter.SwitchTo(New(940), Clock(New(0), 0), Ms(1_010));
        Assert.That(_rewriter.Map(New(940), Ms(1_010)), Is.EqualTo(Old(1_001)), "61 ms ahead");
        Assert.That(_rewriter.Map(New(2_000), Ms(2_070)), Is.EqualTo(Old(2_061)));

        _rewriter.SwitchTo(Old(2_100), Clock(Old(0), 0), Ms(2_110));

        Assert.That(_rewriter.Map(Old(2_100), Ms(2_110)), Is.EqualTo(Old(2_100)));
    }

    [Test]
    public void The_report_to_the_receiver_tells_true_capture_times_through_all_of_it()
    {
        _rewriter.SwitchTo(Old(0), clock: null, Ms(0));
        _rewriter.Map(Old(1_000), Ms(1_000));
        Assert.That(_rewriter.TryReport(out _), Is.False);

        _rewriter.SwitchTo(New(940), clock: null, Ms(1_010));
        var outgoing = _rewriter.Map(New(940), Ms(1_010));
        _rewriter.Learn(Clock(New(900), 900));

        Assert.That(_rewriter.TryReport(out var report));
        Assert.That(report.At(outgoing, 90_000) - Noon, Is.EqualTo(TimeSpan.FromMilliseconds(940)).Within(TimeSpan.FromTicks(1)));
    }

    [Test]
    public void The_clock_wraps_at_a_switch()
    {
        _rewriter.Map(new RtpTimestamp(uint.MaxValue - 89), Ms(0));
        _rewriter.SwitchTo(New(5), clock: null, Ms(2));

        Assert.That(_rewriter.Map(New(5), Ms(2)), Is.EqualTo(new RtpTimestamp(90)));
    }

    [Test]
    public void Late_packets_keep_their_own_time()
    {
        _rewriter.Map(Old(1_000), Ms(1_000));

        Assert.That(_rewriter.Map(Old(967), Ms(1_001)), Is.EqualTo(Old(967)));
    }

    [Test]
    public void Any_clocks_move_it_forward_and_not_far([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var now = 0L;
        var newest = _rewriter.Map(new RtpTimestamp((uint)random.NextInt64()), Ms(0));
        for (var i = 0; i < 500; i++)
        {
            var elapsed = random.Next(0, 2_000);
            now += elapsed;
            var first = new RtpTimestamp((uint)random.NextInt64());
            CaptureClock? clock = random.Next(3) == 0 ? null : new CaptureClock(new NtpTime((ulong)random.NextInt64()), new RtpTimestamp((uint)random.NextInt64()));
            _rewriter.SwitchTo(first, clock, Ms(now));
            var next = _rewriter.Map(first, Ms(now));

            Assert.That(next - newest, Is.InRange(90, (elapsed + 200) * 90));
            newest = next;
        }
    }

    private static RtpTimestamp Old(int ms) => new(unchecked((uint)(5_000 + (ms * 90))));

    private static RtpTimestamp New(int ms) => new(unchecked(3_000_000_000 + (uint)(ms * 90)));

    private static CaptureClock Clock(RtpTimestamp at, int ms) => new(Noon + TimeSpan.FromMilliseconds(ms), at);

    private static Instant Ms(long ms) => Instant.Zero + TimeSpan.FromMilliseconds(ms);
}
