using Protocols.Congestion;

namespace Protocols.Tests.Congestion;

public sealed class SendSideEstimatorTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(60);
    private SendSideEstimator _estimator = null!;
    private Instant _now;

    [SetUp]
    public void It_begins_at_one_megabit()
    {
        _estimator = new SendSideEstimator(new EstimatorOptions());
        _now = new Instant(TimeSpan.TicksPerHour);
    }

    [Test]
    public void A_peer_with_receiver_reports_alone_climbs_while_nothing_is_lost()
    {
        ReportsFor(seconds: 20, loss: _ => 0);

        Assert.That(_estimator.Target, Is.GreaterThan(Bitrate.Megabits(3)));
    }

    [Test]
    public void A_peer_with_receiver_reports_alone_settles_where_loss_begins()
    {
        ReportsFor(seconds: 90, loss: sent => Math.Max(0, 1 - (2e6 / sent.BitsPerSecond)));

        Assert.That(_estimator.Target, Is.InRange(Bitrate.Megabits(1.4), Bitrate.Megabits(2.6)));
    }

    [Test]
    public void Receiver_reports_count_for_nothing_when_every_packet_is_reported()
    {
        _estimator.Receive([Reported(1, TimeSpan.FromSeconds(1))], _now);
        for (var i = 0; i < 20; i++)
            _estimator.ReceiveReport(0.9, RoundTrip, _estimator.Target, _now += TimeSpan.FromSeconds(1));

        Assert.That(_estimator.Target, Is.GreaterThanOrEqualTo(Bitrate.Megabits(1)));
        Assert.That(_estimator.RoundTrip, Is.EqualTo(RoundTrip));
    }

    [Test]
    public void The_receivers_own_estimate_is_a_ceiling_until_it_is_no_longer_repeated()
    {
        _estimator.ReceiveRemb(Bitrate.Kilobits(400), _now);
        Assert.That(_estimator.Target, Is.EqualTo(Bitrate.Kilobits(400)));

        _now = _estimator.NextDeadline;
        _estimator.Advance(_now);
        Assert.That(_estimator.Target, Is.EqualTo(Bitrate.Megabits(1)));
        Assert.That(_estimator.NextDeadline, Is.EqualTo(Instant.Never));
    }

    // A line that was down is not a line that is slow, and pictures must not wait until that has been found out.
    [Test]
    public void After_a_silence_it_goes_on_with_half_of_what_was_there_before()
    {
        var sent = _now;
        _estimator.Receive([Reported(1, TimeSpan.FromSeconds(1))], _now);
        for (var i = 0; i < 20; i++)
            _estimator.ReceiveSilence(sent, _now += TimeSpan.FromMilliseconds(500));

        Assert.That(_estimator.Target, Is.EqualTo(Bitrate.Kilobits(250)));

        _estimator.Receive([Reported(2, TimeSpan.FromSeconds(11))], _now);
        Assert.That(_estimator.Target, Is.EqualTo(Bitrate.Kilobits(500)));
        Assert.That(_estimator.ResumedAt, Is.EqualTo(_now));
    }

    [Test]
    public void Nonsense_is_kept_out()
    {
        _estimator.ReceiveReport(double.NaN, TimeSpan.MinValue, Bitrate.Unlimited, _now);
        _estimator.ReceiveReport(double.PositiveInfinity, TimeSpan.MaxValue, Bitrate.Unlimited, _now);
        _estimator.ReceiveRemb(new Bitrate(long.MinValue), _now);

        Assert.That(_estimator.Target, Is.EqualTo(_estimator.Min));
        Assert.That(_estimator.RoundTrip, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
    }

    private PacketResult Reported(long number, TimeSpan arrivedAt) =>
        new(number, _now, 1_000, PacketKind.Video, 0, Received: true, arrivedAt);

    private void ReportsFor(int seconds, Func<Bitrate, double> loss)
    {
        for (var i = 0; i < seconds; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            var sent = _estimator.Target;
            _estimator.ReceiveReport(loss(sent), RoundTrip, sent, _now);
        }
    }
}
