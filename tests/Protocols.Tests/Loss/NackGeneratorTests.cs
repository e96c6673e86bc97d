using Protocols.Loss;
using Protocols.Rtp;

namespace Protocols.Tests.Loss;

public sealed class NackGeneratorTests : INackOutput
{
    private readonly List<int> _requested = [];
    private int _givenUp;
    private NackGenerator _nack = null!;

    [SetUp]
    public void Begin()
    {
        _requested.Clear();
        _givenUp = 0;
        _nack = new NackGenerator(NackOptions.Default) { RoundTrip = TimeSpan.FromMilliseconds(60) };
    }

    [Test]
    public void A_gap_is_asked_for_once_it_can_no_longer_be_reordering()
    {
        Receive(0, 1, 4);
        Assert.That(_nack.NextDeadline, Is.EqualTo(Ms(10)));

        _nack.Advance(Ms(9), this);
        Assert.That(_requested, Is.Empty);

        _nack.Advance(Ms(10), this);
        Assert.That(_requested, Is.EqualTo([2, 3]));
    }

    [Test]
    public void A_reordered_packet_is_never_asked_for()
    {
        Receive(0, 1, 3, 2);

        _nack.Advance(Ms(10), this);

        Assert.That(_requested, Is.Empty);
        Assert.That(_nack.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void Asking_goes_on_every_round_trip_and_a_margin_until_it_comes()
    {
        Receive(0, 1, 3);
        _nack.Advance(Ms(10), this);
        Assert.That(_nack.NextDeadline, Is.EqualTo(Ms(82)));

        _nack.Advance(Ms(82), this);
        Assert.That(_nack.NextDeadline, Is.EqualTo(Ms(154)));

        Receive(100, 2);
        _nack.Advance(Ms(154), this);
        Assert.That(_requested, Is.EqualTo([2, 2]));
        Assert.That(_givenUp, Is.Zero);
    }

    // Most of it would come too late, and its sender begins carefully again.
    [Test]
    public void What_a_line_that_was_down_has_lost_is_given_up_at_once()
    {
        Receive(0, 1);
        Receive(2_000, 60);
        _nack.Advance(_nack.NextDeadline, this);

        Assert.That(_requested, Is.Empty);
        Assert.That(_givenUp, Is.EqualTo(1));
    }

    [Test]
    public void A_few_missing_behind_a_picture_that_stood_still_are_asked_for()
    {
        Receive(0, 1);
        Receive(2_000, 4);
        _nack.Advance(_nack.NextDeadline, this);

        Assert.That(_requested, Is.EqualTo([2, 3]));
    }

    [TestCase(30, 24)]
    [TestCase(60, 14)]
    [TestCase(200, 5)]
    [TestCase(1, 50)]
    public void Asking_ends_at_the_deadline_whatever_the_round_trip(int roundTrip, int requests)
    {
        _nack.RoundTrip = TimeSpan.FromMilliseconds(roundTrip);
        Receive(0, 1, 3);

        RunUntilSilent();

        Assert.That(_requested, Has.Count.EqualTo(requests));
        Assert.That(_givenUp, Is.EqualTo(1));
    }

    [Test]
    public void Giving_up_what_lies_before_a_key_frame_is_no_matter()
    {
        Receive(0, 1, 3, 5);
        _nack.ReceiveKeyFrame(new SequenceNumber(5));
        Receive(1, 7);

        RunUntilSilent();

        Assert.That(_givenUp, Is.EqualTo(1), "6 alone; 2 and 4 are older than the key frame");
    }

    [Test]
    public void Numbers_wrap()
    {
        Receive(0, 65_534, 1);

        _nack.Advance(Ms(10), this);

        Assert.That(_requested, Is.EqualTo([65_535, 0]));
    }

    [Test]
    public void The_list_is_bounded_and_the_oldest_make_room()
    {
        Receive(0, 0);
        for (var i = 1; i <= 700; i++)
            Receive(0, (ushort)(i * 3));        // two missing each: 1 400 in all

        _nack.Advance(Ms(10), this);

        Assert.That(_requested, Has.Count.LessThanOrEqualTo(1_000));
        Assert.That(_requested[^1], Is.EqualTo(2_099));
        Assert.That(_requested.Count + _givenUp, Is.EqualTo(1_400));
    }

    [Test]
    public void One_far_away_number_is_a_stray()
    {
        Receive(0, 1, 30_000, 2, 4);

        _nack.Advance(Ms(10), this);

        Assert.That(_requested, Is.EqualTo([3]));
    }

    [Test]
    public void Two_in_a_row_are_a_source_that_began_anew()
    {
        Receive(0, 1, 3, 30_000, 30_001, 30_003);

        _nack.Advance(Ms(10), this);

        Assert.That(_requested, Is.EqualTo([30_002]));
        Assert.That(_givenUp, Is.EqualTo(1));
    }

    [Test]
    public void At_half_the_packets_lost_both_ways_almost_all_come_within_the_deadline()
    {
        // A request and its answer both survive a 50 % loss one time in four; 14 tries at 60 ms leave 0.75^14 = 1.8 %.
        var random = new Random(7);
        var coming = new PriorityQueue<int, long>();
        var came = 0;
        for (var ms = 0; ms < 20_000; ms++)
        {
            if (ms % 10 == 0 && ms < 15_000 && (random.Next(2) == 0 || ms == 0))
                Deliver(ms / 10, ms);

            while (coming.TryPeek(out var sequence, out var at) && at <= ms)
            {
                coming.Dequeue();
                Deliver(sequence, ms);
            }

            if (_nack.NextDeadline > Ms(ms))
                continue;

            _requested.Clear();
            _nack.Advance(Ms(ms), this);
            foreach (var sequence in _requested)
            {
                if (random.Next(4) == 0)
                    coming.Enqueue(sequence, ms + 60);
            }
        }

        Assert.That(came, Is.GreaterThan(1_500 * 0.97));
        Assert.That(_givenUp, Is.LessThan(1_500 * 0.03));

        void Deliver(int sequence, int ms)
        {
            came++;
            Receive(ms, (ushort)sequence);
        }
    }

    [Test]
    public void Any_numbers_keep_the_list_bounded_and_cost_little([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            Receive(i / 10, (ushort)(random.Next(3) == 0 ? random.Next(65_536) : i * 7));
            if (i % 100 != 0)
                continue;

            _requested.Clear();
            _nack.Advance(Ms(i / 10), this);
            Assert.That(_requested, Has.Count.LessThanOrEqualTo(1_000));
        }
    }

    [Test]
    public void Receiving_and_asking_allocate_nothing()
    {
        var output = new Counter();
        var nack = new NackGenerator(NackOptions.Default);
        var sequence = 0;
        var allocated = Allocations.Least(() =>
        {
            for (var i = 0; i < 15_000; i++, sequence += i % 5 == 0 ? 2 : 1)
            {
                nack.Receive(new SequenceNumber((ushort)sequence), Ms(sequence));
                nack.Advance(Ms(sequence), output);
            }
        });

        Assert.That(allocated, Is.Zero);
        Assert.That(output.Requests, Is.GreaterThan(1_000));
    }

    void INackOutput.Request(SequenceNumber missing) => _requested.Add(missing.Value);

    void INackOutput.GiveUp(int packets) => _givenUp += packets;

    private void Receive(int ms, params ushort[] sequences)
    {
        foreach (var sequence in sequences)
            _nack.Receive(new SequenceNumber(sequence), Ms(ms));
    }

    private void RunUntilSilent()
    {
        while (_nack.NextDeadline != Instant.Never)
            _nack.Advance(_nack.NextDeadline, this);
    }

    private static Instant Ms(int ms) => Instant.Zero + TimeSpan.FromMilliseconds(ms);

    private sealed class Counter : INackOutput
    {
        public int Requests { get; private set; }

        public void Request(SequenceNumber missing) => Requests++;

        public void GiveUp(int packets)
        {
        }
    }
}
