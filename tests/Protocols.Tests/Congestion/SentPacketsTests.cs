using Protocols.Congestion;
using Protocols.Rtp;

namespace Protocols.Tests.Congestion;

public sealed class SentPacketsTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private SentPackets _packets = null!;
    private Instant _now;

    [SetUp]
    public void Nothing_is_sent_yet()
    {
        _packets = new SentPackets();
        _now = new Instant(TimeSpan.TicksPerHour);
    }

    [Test]
    public void A_report_tells_what_was_sent_and_when()
    {
        var number = _packets.Next;
        _packets.Sent(1_200, PacketKind.Retransmission, probeCluster: 7, _now);
        var sentAt = _now;
        _now += TimeSpan.FromMilliseconds(80);

        Assert.That(_packets.TryTake(number, received: true, TimeSpan.FromSeconds(3), _now, out var result), Is.True);
        Assert.That(
            result,
            Is.EqualTo(new PacketResult(1, sentAt, 1_200, PacketKind.Retransmission, 7, Received: true, TimeSpan.FromSeconds(3))));
    }

    [Test]
    public void Repeated_reports_tell_nothing_new()
    {
        Send(1);

        Assert.That(Take(_packets.Next - 1, received: true), Is.True);
        Assert.That(Take(_packets.Next - 1, received: true), Is.False);
        Assert.That(Take(_packets.Next - 1, received: false), Is.False);
    }

    [Test]
    public void What_was_reported_as_lost_may_arrive_after_all_but_only_once()
    {
        Send(1);
        var number = _packets.Next - 1;

        Assert.That(Take(number, received: false), Is.True);
        Assert.That(Take(number, received: false), Is.False);
        Assert.That(_packets.TryTake(number, received: true, default, _now, out var result), Is.True);
        Assert.That(result.Revised, Is.True);
        Assert.That(Take(number, received: true), Is.False);
    }

    [Test]
    public void Numbers_never_sent_or_long_forgotten_are_ignored()
    {
        Send(10);

        Assert.That(Take(_packets.Next, received: true), Is.False);
        Assert.That(Take(_packets.Next + 20_000, received: true), Is.False);
        Assert.That(Take(_packets.Next - 11, received: true), Is.False);
        Assert.That(Take(_packets.Next - 32_768, received: true), Is.False);
    }

    [Test]
    public void Numbers_wrap_on_the_wire_and_not_in_the_results()
    {
        for (long expected = 1; expected <= 200_000; expected++)
        {
            var number = _packets.Next;
            Assert.That(number.Value, Is.EqualTo((ushort)expected));
            Send(1);
            _packets.TryTake(number, received: true, default, _now, out var result);
            if (result.Number != expected)
                Assert.Fail($"{result.Number} instead of {expected}");
        }
    }

    [Test]
    public void The_time_of_sending_survives_the_wrap_of_its_low_bits()
    {
        _now = new Instant((((1L << 32) - 1) * 10) - 5);
        Send(1);
        var sentAt = _now;
        _now += TimeSpan.FromSeconds(1);

        _packets.TryTake(_packets.Next - 1, received: true, default, _now, out var result);

        Assert.That((sentAt - result.SentAt).Duration(), Is.LessThan(TimeSpan.FromMicroseconds(2)));
    }

    [Test]
    public void The_ring_grows_while_packets_are_waited_for_and_is_bounded()
    {
        for (var i = 0; i < 20_000; i++)
            Send(1);

        Assert.That(_packets.Remembered, Is.LessThanOrEqualTo(SentPackets.MostPackets));
        Assert.That(_packets.MemoryBytes, Is.EqualTo(32_768));
    }

    [Test]
    public void The_ring_stays_small_for_a_receiver_that_reports()
    {
        for (var i = 0; i < 20_000; i++)
        {
            Send(1);
            _now += Millisecond;
            if (i % 50 == 49)
            {
                for (var back = 50; back > 0; back--)
                    Take(_packets.Next - back, received: back != 3);
            }
        }

        Assert.That(_packets.MemoryBytes, Is.LessThanOrEqualTo(1_024));
    }

    [Test]
    public void A_receiver_that_is_silent_costs_two_seconds_of_memory()
    {
        for (var i = 0; i < 20_000; i++)
        {
            Send(1);
            _now += Millisecond * 10;
        }

        Assert.That(_packets.MemoryBytes, Is.LessThanOrEqualTo(256 * 8));
        Assert.That(_packets.OldestUnreported(_now), Is.GreaterThan(_now - TimeSpan.FromSeconds(3)));
    }

    [Test]
    public void The_oldest_unreported_packet_is_known()
    {
        Assert.That(_packets.OldestUnreported(_now), Is.EqualTo(Instant.Never));
        Send(1);
        var first = _now;
        _now += Millisecond;
        Send(1);

        Assert.That(_packets.OldestUnreported(_now), Is.EqualTo(first));
        Take(_packets.Next - 2, received: false);
        Assert.That(_packets.OldestUnreported(_now), Is.EqualTo(_now));
        Take(_packets.Next - 1, received: true);
        Assert.That(_packets.OldestUnreported(_now), Is.EqualTo(Instant.Never));
    }

    private void Send(int count)
    {
        for (var i = 0; i < count; i++)
            _packets.Sent(1_000, PacketKind.Video, 0, _now);
    }

    private bool Take(SequenceNumber number, bool received) => _packets.TryTake(number, received, default, _now, out _);
}
