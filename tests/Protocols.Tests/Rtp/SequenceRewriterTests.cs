using Protocols.Rtp;

namespace Protocols.Tests.Rtp;

public sealed class SequenceRewriterTests
{
    // Each word is one incoming packet: "7" is offered, "-7" is left out, "@7" begins a new source and is offered.
    // "x" in the answer means refused; a packet that is left out has no answer.
    [TestCase("1 2 3", "100 101 102", TestName = "In order")]
    [TestCase("1 -2 3 -4 -5 6", "100 101 102", TestName = "What is left out leaves no gap")]
    [TestCase("1 3 2 4", "100 102 101 103", TestName = "Reordered packets keep their places")]
    [TestCase("1 2 4 5", "100 101 103 104", TestName = "A packet that may still come keeps its place")]
    [TestCase("1 -2 4 3", "100 102 101", TestName = "A late packet after one left out")]
    [TestCase("1 3 -4 5 2", "100 102 103 101", TestName = "A late packet from before one left out")]
    [TestCase("1 -3 4 2", "100 102 101", TestName = "One left out across a gap")]
    [TestCase("1 -2 2", "100 x", TestName = "A place that was closed stays closed")]
    [TestCase("1 -2 3 2", "100 101 x", TestName = "It stays closed when others have moved up")]
    [TestCase("1 3 -2 4", "100 102 103", TestName = "A place that was skipped over can't be closed")]
    [TestCase("1 3 -2 2", "100 102 101", TestName = "It can still be filled")]
    [TestCase("1 -2 -2 3", "100 101", TestName = "Left out twice counts once")]
    [TestCase("1 2 -2 3", "100 101 102", TestName = "What was sent can't be left out any more")]
    [TestCase("1 2 @9 10", "100 101 102 103", TestName = "A new source continues the old")]
    [TestCase("1 2 @9000 9001", "100 101 102 103", TestName = "However far away it is")]
    [TestCase("1 -2 -3 @3 4", "100 101 102", TestName = "After packets left out")]
    [TestCase("1 2 @9 8", "100 101 102 x", TestName = "What lies before the switch is refused")]
    [TestCase("1 2 @9 11 10", "100 101 102 104 103", TestName = "Reordering after a switch")]
    [TestCase("1 5 @9 10", "100 104 105 106", TestName = "A gap at the switch stays")]
    [TestCase("65534 65535 0 1", "100 101 102 103", TestName = "Incoming numbers wrap")]
    [TestCase("65534 -65535 -0 1 65535", "100 101 x", TestName = "They wrap over packets left out")]
    [TestCase("65534 1 65535 0", "100 103 101 102", TestName = "They wrap over a gap")]
    [TestCase("5 4", "100 x", TestName = "Nothing lies before the beginning")]
    [TestCase("1 5000 5001", "100 101 102", TestName = "A gap that nothing can fill any more is closed")]
    [TestCase("9001 30000 9002 9003 9004", "100 101 x 102 103", TestName = "After one stray the stream goes on")]
    [TestCase("30000 20000 20001 20002", "100 x 101 102", TestName = "A source that counts anew is believed at its second packet")]
    [TestCase("1 2000 1", "100 2099 100", TestName = "A repeated packet gets its number again")]
    public void Numbers_continue(string incoming, string outgoing)
    {
        var rewriter = new SequenceRewriter(new SequenceNumber(100));
        var answers = new List<string>();
        foreach (var word in incoming.Split(' '))
        {
            var number = new SequenceNumber(ushort.Parse(word.TrimStart('-', '@')));
            if (word[0] == '-')
            {
                rewriter.Drop(number);
                continue;
            }

            if (word[0] == '@')
                rewriter.SwitchTo(number);

            answers.Add(rewriter.TryMap(number, out var mapped) ? $"{mapped}" : "x");
        }

        Assert.That(string.Join(' ', answers), Is.EqualTo(outgoing));
    }

    [Test]
    public void Outgoing_numbers_count_their_rollovers()
    {
        var rewriter = new SequenceRewriter(new SequenceNumber(65_535));

        Assert.That(rewriter.TryMap(new SequenceNumber(7), out var first) && rewriter.TryMap(new SequenceNumber(8), out _));
        Assert.That(first, Is.EqualTo(65_535));
        Assert.That(rewriter.HighestOutgoing, Is.EqualTo(65_536));
    }

    [Test]
    public void A_packet_older_than_the_window_is_refused()
    {
        var rewriter = new SequenceRewriter(default);
        rewriter.TryMap(new SequenceNumber(0), out _);
        for (var i = 1; i <= SequenceRewriter.Window; i++)
            rewriter.TryMap(new SequenceNumber((ushort)i), out _);

        Assert.That(rewriter.TryMap(new SequenceNumber(0), out _), Is.False);
        Assert.That(rewriter.TryMap(new SequenceNumber(1), out var oldest));
        Assert.That(oldest, Is.EqualTo(1));
    }

    // Sources of random length, each packet wanted or not by its number, delayed by up to 20 places or lost.
    [Test]
    public void Whatever_comes_in_any_order_the_numbers_are_unique_in_source_order_and_without_needless_gaps([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var rewriter = new SequenceRewriter(new SequenceNumber((ushort)random.Next(65_536)));
        var loss = random.Next(3) * 0.1;
        var unwanted = random.Next(4) * 0.25;
        var used = new HashSet<long>();
        var highestBefore = rewriter.HighestOutgoing;
        for (var source = 0; source < 5; source++)
        {
            var start = random.Next(65_536);
            var length = random.Next(1, 4_000);
            var packets = Enumerable.Range(0, length)
                .Select(i => (Index: i, IsWanted: i == 0 || random.NextDouble() >= unwanted, Order: i == 0 ? -1 : i + (20 * random.NextDouble())))
                .Where(p => p.Index == 0 || random.NextDouble() >= loss)
                .OrderBy(p => p.Order)
                .ToList();

            rewriter.SwitchTo(new SequenceNumber((ushort)start));
            var mapped = new SortedDictionary<int, long>();
            var lateUnwanted = 0;
            var newest = -1;
            foreach (var (index, isWanted, _) in packets)
            {
                var number = new SequenceNumber((ushort)(start + index));
                if (!isWanted)
                {
                    rewriter.Drop(number);
                    lateUnwanted += index < newest ? 1 : 0;
                }
                else
                {
                    Assert.That(rewriter.TryMap(number, out var outgoing));
                    mapped.Add(index, outgoing);
                    Assert.That(used.Add(outgoing), "handed out twice");
                }

                newest = Math.Max(newest, index);
            }

            var inSourceOrder = mapped.Values.ToList();
            var missing = newest + 1 - packets.Count;
            Assert.That(inSourceOrder[0], Is.EqualTo(highestBefore + 1));
            Assert.That(inSourceOrder, Is.Ordered);
            Assert.That(rewriter.HighestOutgoing - highestBefore, Is.EqualTo(mapped.Count + missing + lateUnwanted));
            highestBefore = rewriter.HighestOutgoing;
        }
    }

    [Test]
    public void One_is_small_because_there_are_many()
    {
        Assert.That(Allocations.Least(() => GC.KeepAlive(new SequenceRewriter(default))), Is.LessThanOrEqualTo(312));
    }

    [Test]
    public void Mapping_allocates_nothing()
    {
        var rewriter = new SequenceRewriter(default);
        ushort next = 0;

        var allocated = Allocations.Least(() =>
        {
            for (var i = 0; i < 10_000; i++, next++)
            {
                if (i % 3 == 0)
                    rewriter.Drop(new SequenceNumber(next));
                else
                    rewriter.TryMap(new SequenceNumber(next), out _);

                rewriter.TryMap(new SequenceNumber((ushort)(next - 100)), out _);
            }
        });

        Assert.That(allocated, Is.Zero);
    }
}
