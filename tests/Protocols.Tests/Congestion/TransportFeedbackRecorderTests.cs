using Protocols.Congestion;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Tests.Congestion;

public sealed class TransportFeedbackRecorderTests
{
    private static readonly Ssrc Us = new(1);
    private static readonly Ssrc Them = new(2);

    private readonly List<Report> _reports = [];
    private readonly byte[] _buffer = new byte[1_500];

    private TransportFeedbackRecorder _recorder = null!;

    [SetUp]
    public void Anew()
    {
        _reports.Clear();
        _recorder = new TransportFeedbackRecorder(new FeedbackOptions(), HonestFeedback.Instance);
    }

    [Test]
    public void Nothing_is_said_of_nothing()
    {
        Assert.That(_recorder.NextDeadline, Is.EqualTo(Instant.Never));
        Assert.That(_recorder.TryWrite(Us, Them, _buffer, At(0), out var length), Is.False);
        Assert.That(length, Is.Zero);
    }

    [Test]
    public void What_came_is_said_with_its_time_and_what_did_not_is_said_to_be_lost()
    {
        Receive(100, 1_000);
        Receive(101, 1_001);
        Receive(103, 1_010.5);
        WriteAll(At(1_060));

        Assert.That(_reports, Has.Count.EqualTo(1));
        Assert.That(_reports[0].Fates.Select(f => (f.Sequence, f.Milliseconds)), Is.EqualTo(
            new[] { (100, 1_000.0), (101, 1_001.0), (102, double.NaN), (103, 1_010.5) }));
    }

    [Test]
    public void A_small_report_is_the_bytes_the_draft_describes()
    {
        Receive(1, 64);
        Receive(2, 64.5);
        Receive(3, 65);
        Assert.That(_recorder.TryWrite(Us, Them, _buffer, At(100), out var length));

        Assert.That(Convert.ToHexString(_buffer, 0, length), Is.EqualTo(
            "8FCD0006" + "00000001" + "00000002" + "00010003" + "00000100" + "2003" + "000202" + "000000"));
    }

    [Test]
    public void Reports_keep_their_distance()
    {
        Receive(1, 1_000);
        Assert.That(_recorder.NextDeadline, Is.EqualTo(At(1_000)), "the first need not wait");
        WriteAll(At(1_000));
        Assert.That(_recorder.NextDeadline, Is.EqualTo(Instant.Never));

        Receive(2, 1_010);
        Receive(3, 1_020);
        Assert.That(_recorder.NextDeadline, Is.EqualTo(At(1_050)));
        WriteAll(At(1_050));
        Assert.That(_reports, Has.Count.EqualTo(2));
        Assert.That(_reports[1].Fates.Select(f => f.Sequence), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(_reports.Select(r => r.PacketCount), Is.EqualTo(new byte[] { 0, 1 }));
    }

    [Test]
    public void A_late_packet_is_reported_after_all_and_its_neighbours_are_not_repeated()
    {
        Receive(10, 0);
        Receive(13, 3);
        WriteAll(At(50));
        Receive(11, 60);
        Receive(14, 61);
        WriteAll(At(100));

        Assert.That(_reports.Select(r => string.Join(' ', r.Fates.Select(f => f.Sequence))), Is.EqualTo(new[] { "10 11 12 13", "11", "14" }));
        Assert.That(_reports[1].Fates[0].Milliseconds, Is.EqualTo(60));
    }

    [Test]
    public void A_late_packet_next_to_new_ones_shares_their_report()
    {
        Receive(10, 0);
        WriteAll(At(50));
        Receive(9, 55);
        WriteAll(At(100));
        Receive(12, 110);
        Receive(11, 112);
        WriteAll(At(150));

        Assert.That(_reports, Has.Count.EqualTo(3));
        Assert.That(_reports[2].Fates.Select(f => (f.Sequence, f.Milliseconds)), Is.EqualTo(new[] { (11, 112.0), (12, 110.0) }));
    }

    [Test]
    public void A_duplicate_changes_nothing()
    {
        Receive(10, 0);
        Receive(10, 30);
        WriteAll(At(50));
        Receive(10, 60);

        Assert.That(_recorder.NextDeadline, Is.EqualTo(Instant.Never));
        Assert.That(_reports[0].Fates[0].Milliseconds, Is.Zero);
    }

    [Test]
    public void The_numbers_wrap_inside_a_report()
    {
        Receive(65_534, 0);
        Receive(1, 5);
        WriteAll(At(50));

        Assert.That(_reports[0].Fates.Select(f => f.Sequence), Is.EqualTo(new[] { 65_534, 65_535, 0, 1 }));
    }

    [Test]
    public void The_reference_time_wraps_without_a_step()
    {
        var wrap = 64.0 * (1 << 24);
        Receive(1, wrap - 10);
        WriteAll(At(wrap - 10));
        Receive(2, wrap + 200);
        WriteAll(At(wrap + 200));

        Assert.That(_reports[1].Fates[0].Milliseconds - _reports[0].Fates[0].Milliseconds, Is.EqualTo(210));
    }

    [Test]
    public void A_pause_longer_than_a_delta_begins_another_packet()
    {
        Receive(1, 0);
        Receive(2, 9_000);
        WriteAll(At(9_000));

        Assert.That(_reports, Has.Count.EqualTo(2));
        Assert.That(_reports[1].Fates[0].Milliseconds, Is.EqualTo(9_000));
    }

    [Test]
    public void A_packet_from_before_the_others_needs_a_negative_delta()
    {
        Receive(2, 1_000);
        Receive(3, 4_000);
        Receive(4, 1_001);
        WriteAll(At(4_000));

        Assert.That(_reports.Single().Fates.Select(f => f.Milliseconds), Is.EqualTo(new[] { 1_000.0, 4_000, 1_001 }));
    }

    [Test]
    public void A_jump_beyond_half_the_history_is_a_new_beginning()
    {
        Receive(1, 0);
        WriteAll(At(0));
        Receive(1 + 4_097, 60);
        WriteAll(At(60));
        Receive(1, 120);
        WriteAll(At(120));

        Assert.That(_reports.Select(r => r.Fates.Count), Is.EqualTo(new[] { 1, 1, 1 }));
    }

    [Test]
    public void A_jump_within_half_the_history_is_a_loss()
    {
        Receive(1, 0);
        Receive(1 + 4_096, 10);
        WriteAll(At(50));

        Assert.That(_reports.Single().Fates, Has.Count.EqualTo(4_097));
    }

    [Test]
    public void What_nobody_asked_for_in_time_is_forgotten()
    {
        for (var i = 0; i < 10_000; i++)
            Receive((ushort)i, i / 10.0);
        WriteAll(At(1_000));

        Assert.That(_reports.Sum(r => r.Fates.Count), Is.EqualTo(8_192));
        Assert.That(_reports[0].Fates[0].Sequence, Is.EqualTo(10_000 - 8_192));
        Assert.That(_reports, Has.None.Matches<Report>(r => r!.Length > 1_100));
    }

    [Test]
    public void Without_room_nothing_is_lost([Range(0, 60)] int room)
    {
        for (var i = 0; i < 30; i++)
            Receive((ushort)i, i * 20);

        var isWritten = _recorder.TryWrite(Us, Them, _buffer.AsSpan(0, room), At(600), out var length);
        Assert.That(length, Is.LessThanOrEqualTo(room));
        Assert.That(_recorder.NextDeadline, Is.Not.EqualTo(Instant.Never));
        if (isWritten)
            Read(length);

        WriteAll(At(600));
        Assert.That(_reports.SelectMany(r => r.Fates).Select(f => f.Sequence), Is.EqualTo(Enumerable.Range(0, 30)));
    }

    [Test]
    public void Reports_share_a_compound_as_long_as_there_is_room()
    {
        Receive(1, 0);
        Receive(2, 9_000);
        var writer = new RtcpWriter(_buffer);

        Assert.That(_recorder.TryWrite(Us, Them, ref writer, At(9_000)));
        Assert.That(_recorder.TryWrite(Us, Them, ref writer, At(9_000)));
        Assert.That(_recorder.TryWrite(Us, Them, ref writer, At(9_000)), Is.False);
        Assert.That(RtcpCompound.TryParse(writer.Bytes, out _));
    }

    // Half a minute of weather, more than a lap of the numbers: every arrival is told once, to a quarter of a millisecond, and
    // nothing that was not received is ever said to be.
    [Test]
    public void In_any_weather_everything_that_came_is_said_and_nothing_else([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        var sent = new PriorityQueue<int, double>();
        var loss = seed % 4 * 0.15;
        for (var i = 0; i < 80_000; i++)
        {
            if (random.NextDouble() >= loss)
                sent.Enqueue(i, (i / 3.0) + (random.NextDouble() < 0.1 ? random.Next(100) : 0));
        }

        var arrivals = new Dictionary<int, double>();
        while (sent.TryDequeue(out var index, out var milliseconds))
        {
            while (_recorder.NextDeadline <= At(milliseconds))
                WriteAll(_recorder.NextDeadline);

            arrivals[index] = milliseconds;
            Receive((ushort)index, milliseconds);
        }

        WriteAll(Instant.Never);

        var told = new Dictionary<int, double>();
        var extended = default(ExtendedSequence);
        foreach (var fate in _reports.SelectMany(r => r.Fates))
        {
            var index = (int)extended.Unwrap(new SequenceNumber((ushort)fate.Sequence));
            if (!double.IsNaN(fate.Milliseconds) && !told.TryAdd(index, fate.Milliseconds))
                Assert.Fail($"{index} was told twice");
        }

        Assert.That(told, Has.Count.EqualTo(arrivals.Count));
        foreach (var (index, milliseconds) in told)
        {
            if (Math.Abs(arrivals[index] - milliseconds - 0.125) > 0.126)
                Assert.Fail($"{index} came at {arrivals[index]} and was told as {milliseconds}");
        }
    }

    [Test]
    public void Another_policy_may_leave_the_holes_unmentioned()
    {
        _recorder = new TransportFeedbackRecorder(new FeedbackOptions(), new OneReportPerRun());
        foreach (var sequence in new ushort[] { 10, 11, 14, 15, 16, 20 })
            Receive(sequence, sequence);
        WriteAll(At(50));
        Receive(12, 60);
        Receive(23, 61);
        WriteAll(At(100));

        Assert.That(_reports.Select(r => string.Join(' ', r.Fates.Select(f => f.Sequence))), Is.EqualTo(
            new[] { "10 11", "14 15 16", "20", "12", "23" }));
        Assert.That(_reports.SelectMany(r => r.Fates), Has.None.Matches<Fate>(f => double.IsNaN(f!.Milliseconds)));
        Assert.That(_recorder.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void A_policy_cannot_make_a_lost_packet_arrive()
    {
        _recorder = new TransportFeedbackRecorder(new FeedbackOptions(), new HolesOnly());
        Receive(10, 0);
        Receive(12, 2);
        WriteAll(At(50));

        Assert.That(_reports, Is.Empty);
        Assert.That(_recorder.NextDeadline, Is.EqualTo(Instant.Never), "and it cannot hold up the rest");
    }

    [Test]
    public void Recording_and_reporting_allocate_nothing()
    {
        var now = At(0);
        var sequence = new SequenceNumber(0);
        Run(1_000);

        Assert.That(Allocations.Least(() => Run(10_000)), Is.Zero);

        void Run(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                now += TimeSpan.FromMilliseconds(1);
                sequence += i % 10 == 0 ? 2 : 1;
                _recorder.Receive(sequence, now);
                while (_recorder.NextDeadline <= now && _recorder.TryWrite(Us, Them, _buffer, now, out _))
                    _ = _buffer.Length;
            }
        }
    }

    private static Instant At(double milliseconds) => new((long)(milliseconds * TimeSpan.TicksPerMillisecond));

    private void Receive(ushort sequence, double milliseconds) => _recorder.Receive(new SequenceNumber(sequence), At(milliseconds));

    private void WriteAll(Instant now)
    {
        while (_recorder.TryWrite(Us, Them, _buffer, now, out var length))
            Read(length);
    }

    private void Read(int length)
    {
        Assert.That(RtcpCompound.TryParse(_buffer.AsSpan(0, length), out var compound));
        foreach (var packet in compound)
        {
            Assert.That(TransportFeedback.TryParse(packet, out var feedback));
            var previous = _reports.Count == 0 ? feedback.ReferenceTime : _reports[^1].Reference;
            var reference = feedback.UnwrapReferenceTime(previous);
            var fates = new List<Fate>();
            foreach (var fate in feedback)
                fates.Add(new Fate(fate.Sequence.Value, fate.Received ? (reference + fate.Arrival).TotalMilliseconds : double.NaN));

            _reports.Add(new Report(feedback.PacketCount, reference, fates, length));
        }
    }

    private sealed record Report(byte PacketCount, TimeSpan Reference, List<Fate> Fates, int Length);

    private sealed record Fate(int Sequence, double Milliseconds);

    private sealed class OneReportPerRun : IFeedbackPolicy
    {
        public bool TryChoose(in ArrivalWindow window, out FeedbackRun run)
        {
            var start = 0;
            while (start < window.Count && !window.Received(start))
                start++;

            var end = start;
            while (end < window.Count && window.Received(end))
                end++;

            run = new FeedbackRun(start, end);
            return start < end;
        }
    }

    private sealed class HolesOnly : IFeedbackPolicy
    {
        public bool TryChoose(in ArrivalWindow window, out FeedbackRun run)
        {
            var hole = 0;
            while (hole < window.Count && window.Received(hole))
                hole++;

            run = new FeedbackRun(hole, hole + 1);
            return hole < window.Count;
        }
    }

    [Test]
    public void A_packet_without_room_for_a_report_is_no_setting() =>
        Assert.That(
            () => new TransportFeedbackRecorder(new FeedbackOptions { MaxPacketLength = FeedbackOptions.LeastPacketLength - 1 }, HonestFeedback.Instance),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
}
