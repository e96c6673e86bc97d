using Protocols.Congestion;
using Protocols.Rtcp;

namespace Protocols.Tests.Congestion;

public sealed class FeedbackTests
{
    private readonly PacketResult[] _results = new PacketResult[SentPackets.MostPackets];

    [Test]
    public void Feedback_becomes_results_in_the_order_of_sending()
    {
        var packets = new SentPackets();
        var now = new Instant(TimeSpan.TicksPerHour);
        for (var i = 0; i < 4; i++)
            packets.Sent(1_000 + i, PacketKind.Video, 0, now);

        var bytes = FeedbackBytes.Write(first: 1, referenceTime: 100, Ms(10), null, Ms(12), Ms(11));
        var count = packets.Acknowledge(FeedbackBytes.Parse(bytes), now, _results);

        Assert.That(count, Is.EqualTo(4));
        Assert.That(_results.Take(4).Select(r => r.Bytes), Is.EqualTo(new[] { 1_000, 1_001, 1_002, 1_003 }));
        Assert.That(_results.Take(4).Select(r => r.Received), Is.EqualTo(new[] { true, false, true, true }));
        Assert.That(_results[0].ArrivedAt, Is.EqualTo(Ms(6_410)));
        Assert.That(_results[3].ArrivedAt, Is.EqualTo(Ms(6_411)));
        Assert.That(packets.Acknowledge(FeedbackBytes.Parse(bytes), now, _results), Is.Zero, "the same again");
    }

    [Test]
    public void The_reference_time_wraps_and_arrivals_go_on()
    {
        var packets = new SentPackets();
        var now = new Instant(TimeSpan.TicksPerHour);
        packets.Sent(1_000, PacketKind.Video, 0, now);
        packets.Sent(1_000, PacketKind.Video, 0, now);

        packets.Acknowledge(FeedbackBytes.Parse(FeedbackBytes.Write(1, referenceTime: 0x7F_FFFF, Ms(60))), now, _results);
        var before = _results[0].ArrivedAt;
        packets.Acknowledge(FeedbackBytes.Parse(FeedbackBytes.Write(2, referenceTime: -0x80_0000, Ms(60))), now, _results);

        Assert.That(_results[0].ArrivedAt - before, Is.EqualTo(Ms(64)));
    }

    [Test]
    public void When_there_is_no_room_for_all_results_the_rest_can_be_told_later()
    {
        var packets = new SentPackets();
        var now = new Instant(TimeSpan.TicksPerHour);
        for (var i = 0; i < 4; i++)
            packets.Sent(1_000, PacketKind.Video, 0, now);

        var bytes = FeedbackBytes.Write(1, 100, Ms(1), Ms(2), Ms(3), Ms(4));
        Assert.That(packets.Acknowledge(FeedbackBytes.Parse(bytes), now, _results.AsSpan(0, 3)), Is.EqualTo(3));
        Assert.That(packets.Acknowledge(FeedbackBytes.Parse(bytes), now, _results), Is.EqualTo(1));
    }

    // A stranger reports on anything, at any time of his clock, in any order.
    [Test]
    public void No_feedback_can_throw_grow_memory_or_push_the_target_out_of_its_bounds([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var control = new CongestionControl(new CongestionOptions());
        var now = new Instant(TimeSpan.TicksPerHour);
        control.Open(now);
        var bytes = new byte[600];
        for (var i = 0; i < 3_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(20));
            control.Sent(random.Next(40, 1_200), (PacketKind)random.Next(4), now);
            var length = Nonsense(random, bytes, control.Next.Value);
            if (RtcpCompound.TryParse(bytes.AsSpan(0, length), out var compound))
            {
                foreach (var packet in compound)
                {
                    if (TransportFeedback.TryParse(packet, out var feedback))
                        control.Receive(feedback, _results, now);
                }
            }

            if (random.Next(50) == 0)
                control.ReceiveRemb(new Bitrate(random.NextInt64(-10, long.MaxValue)), now);

            if (random.Next(50) == 0)
                control.ReceiveReport(random.NextDouble() * 3, TimeSpan.FromTicks(random.NextInt64()), control.Target, now);

            if (control.NextDeadline <= now)
                control.Advance(now);

            Assert.That(control.Target, Is.InRange(control.Estimator.Min, control.Estimator.Max));
            Assert.That(control.Estimator.Loss, Is.InRange(0, 1));
        }

        Assert.That(control.Packets.MemoryBytes, Is.LessThanOrEqualTo(32_768));
    }

    [Test]
    public void The_receivers_clock_may_be_walked_to_the_end_of_time()
    {
        var control = new CongestionControl(new CongestionOptions());
        var now = new Instant(TimeSpan.TicksPerHour);
        for (var i = 0; i < 200_000; i++)
        {
            control.Sent(1_000, PacketKind.Video, now);
            now += TimeSpan.FromMilliseconds(1);
            var number = (ushort)(control.Next.Value - 1);
            var bytes = FeedbackBytes.Write(number, referenceTime: (i % 3) * 0x55_0000, Ms(1));
            control.Receive(FeedbackBytes.Parse(bytes), _results, now);
        }

        Assert.That(control.Target, Is.InRange(control.Estimator.Min, control.Estimator.Max));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static int Nonsense(Random random, byte[] bytes, ushort near)
    {
        var words = random.Next(5, 100);
        random.NextBytes(bytes.AsSpan(0, words * 4));
        bytes[0] = 0x80 | 15;
        bytes[1] = 205;
        bytes[2] = 0;
        bytes[3] = (byte)(words - 1);
        if (random.Next(2) == 0)
        {
            // Half of it about packets that do exist, in counts that fit.
            var first = (ushort)(near - random.Next(30));
            bytes[12] = (byte)(first >> 8);
            bytes[13] = (byte)first;
            bytes[14] = 0;
            bytes[15] = (byte)random.Next(1, 12);
            bytes[20] = (byte)(0xC0 | random.Next(64));
        }

        return words * 4;
    }
}
