using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Tests.Tracks;

public sealed class LayerMeterTests
{
    [Test]
    public void The_first_packet_after_a_silence_is_not_taken_for_a_flood()
    {
        var meter = new LayerMeter(1, 1);
        var now = Instant.Zero + TimeSpan.FromSeconds(60);

        meter.Add(0, 0, 1_200, now);

        Assert.That(meter.RateUpTo(0, 0, now), Is.LessThanOrEqualTo(Bitrate.Kilobits(20)));
    }

    [Test]
    public void A_steady_stream_is_measured_as_what_it_is()
    {
        var meter = new LayerMeter(1, 3);
        var now = Instant.Zero;
        for (var i = 0; i < 200; i++, now += TimeSpan.FromMilliseconds(10))
            meter.Add(0, i % 2 == 0 ? 0 : 2, 1_250, now);

        Assert.That(meter.RateUpTo(0, 2, now).BitsPerSecond, Is.EqualTo(1_000_000).Within(5).Percent);
        Assert.That(meter.RateUpTo(0, 1, now).BitsPerSecond, Is.EqualTo(500_000).Within(5).Percent);
    }
}
