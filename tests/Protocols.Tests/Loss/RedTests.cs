using Protocols.Loss;
using Protocols.Rtp;
using Protocols.Tests.Codecs;

namespace Protocols.Tests.Loss;

public sealed class RedTests : IRedOutput
{
    private static readonly PayloadType Opus = new(111);

    private readonly List<string> _out = [];
    private readonly byte[] _buffer = new byte[1_500];
    private RedEncoder _encoder = null!;
    private RedReceiver _receiver = null!;

    [SetUp]
    public void Begin()
    {
        _out.Clear();
        _encoder = new RedEncoder();
        _receiver = new RedReceiver();
    }

    [Test]
    public void A_browsers_packet_is_read_block_by_block()
    {
        // One earlier frame of 3 bytes, 960 ticks old: F=1 PT 111, offset 960, length 3; then F=0 PT 111.
        Assert.That(RedPacket.TryParse(Packets.Hex("EF 0F 00 03 6F 78 AA BB 78 CC DD EE"), out var red));

        Assert.That(red.EarlierCount, Is.EqualTo(1));
        Assert.That(red.PayloadType, Is.EqualTo(Opus));
        Assert.That(red.Own.ToArray(), Is.EqualTo(Packets.Hex("78 CC DD EE")));
        foreach (var block in red)
        {
            Assert.That((block.PayloadType, block.Offset), Is.EqualTo((Opus, 960)));
            Assert.That(block.Data.ToArray(), Is.EqualTo(Packets.Hex("78 AA BB")));
        }
    }

    [TestCase("")]
    [TestCase("EF 0F 00 03", TestName = "Headers without an end")]
    [TestCase("EF 0F 00", TestName = "A torn header")]
    [TestCase("EF 0F 00 03 6F 78 AA", TestName = "A block that runs over the end")]
    public void What_does_not_fit_is_refused(string bytes) => Assert.That(RedPacket.TryParse(Packets.Hex(bytes), out _), Is.False);

    [TestCase(31, true)]
    [TestCase(32, false)]
    public void There_are_at_most_32_blocks(int earlier, bool isAccepted)
    {
        var bytes = Enumerable.Repeat(Packets.Hex("EF 0F 00 00"), earlier).SelectMany(b => b).Append((byte)111).ToArray();

        Assert.That(RedPacket.TryParse(bytes, out _), Is.EqualTo(isAccepted));
    }

    [Test]
    public void No_bytes_make_the_parser_or_the_receiver_throw()
    {
        var sequence = 0;
        foreach (var bytes in Packets.Hostile(Packets.Hex("EF 1E 00 03 EF 0F 00 03 6F 78 AA BB 78 AA BC 78 CC DD EE"), seed: 11))
        {
            _receiver.Receive(new SequenceNumber((ushort)sequence++), new RtpTimestamp((uint)(sequence * 960)), bytes, this);
            if (RedPacket.TryParse(bytes, out var red))
                Assert.That(red.Own.Length, Is.LessThanOrEqualTo(bytes.Length));
        }
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(4, 4)]
    [TestCase(16, 16)]
    public void A_class_carries_so_many_earlier_frames(int earlier, int carried)
    {
        for (var i = 0; i < 40; i++)
            Add(i);

        var red = Write(earlier);

        Assert.That(red.EarlierCount, Is.EqualTo(carried));
        Assert.That(red.Own.ToArray(), Is.EqualTo(Frame(39)));
        var expected = 39 - carried;
        foreach (var block in red)
        {
            Assert.That(block.Data.ToArray(), Is.EqualTo(Frame(expected)));
            Assert.That(block.Offset, Is.EqualTo((39 - expected) * 960));
            expected++;
        }
    }

    [Test]
    public void Frames_from_before_a_silence_are_not_carried()
    {
        Add(0);
        Add(1);
        _encoder.Add(new SequenceNumber(2), new RtpTimestamp(2 * 960 + 19_200), Frame(2));

        Assert.That(Write(4).EarlierCount, Is.Zero);
    }

    [Test]
    public void A_lost_frame_is_no_silence()
    {
        Add(0);
        Add(2);

        var red = Write(4);
        Assert.That(red.EarlierCount, Is.EqualTo(1));
        foreach (var block in red)
            Assert.That(block.Offset, Is.EqualTo(1_920));
    }

    [Test]
    public void The_whole_stays_within_its_limit_and_leaves_out_the_oldest()
    {
        for (var i = 0; i < 20; i++)
            _encoder.Add(new SequenceNumber((ushort)i), new RtpTimestamp((uint)(i * 960)), [0x78, .. Enumerable.Repeat((byte)i, 299)]);

        var red = Write(16);
        Assert.That(red.EarlierCount, Is.EqualTo(2));
        Assert.That(red.Own[1], Is.EqualTo(19));
    }

    [Test]
    public void A_frame_too_long_for_a_block_is_carried_alone()
    {
        _encoder.Add(default, default, [0x78, .. new byte[1_100]]);
        _encoder.Add(new SequenceNumber(1), new RtpTimestamp(960), Frame(1));
        Assert.That(Write(4).EarlierCount, Is.Zero);

        _encoder.Add(new SequenceNumber(2), new RtpTimestamp(1_920), [0x78, .. new byte[1_199]]);
        Assert.That(_encoder.TryWrite(4, Opus, _buffer, out _), Is.False, "1 200 bytes and a header don't fit");
    }

    [Test]
    public void What_was_lost_on_the_way_here_is_recovered_before_the_packet_that_repeats_it()
    {
        Send(10, earlier: 0);
        Add(11);
        Add(12);
        Send(13, earlier: 2);

        Assert.That(_out, Is.EqualTo(["own 10", "recovered 11", "recovered 12", "own 13"]));
    }

    [Test]
    public void Nothing_is_recovered_twice_or_after_it_came()
    {
        Send(10, earlier: 0);
        Send(11, earlier: 1);
        Add(12);
        Send(13, earlier: 3);
        Send(14, earlier: 4);

        Assert.That(_out, Is.EqualTo(["own 10", "own 11", "recovered 12", "own 13", "own 14"]));
    }

    [Test]
    public void A_recovered_packet_that_comes_after_all_is_a_duplicate()
    {
        Send(10, earlier: 0);
        Add(11);
        Send(12, earlier: 1);

        Assert.That(_receiver.Note(new SequenceNumber(11), Time(11)), Is.False);
        Assert.That(_receiver.Note(new SequenceNumber(13), Time(13)));
    }

    [Test]
    public void Nothing_from_before_the_first_packet_is_made_up()
    {
        Add(9);
        Send(10, earlier: 1);

        Assert.That(_out, Is.EqualTo(["own 10"]));
    }

    [Test]
    public void Every_second_frame_may_be_carried()
    {
        Send(10, earlier: 0);
        Assert.That(_receiver.Receive(new SequenceNumber(13), Time(13), Packets.Hex("EF 1E 00 03 6F 78 AA BB 78 CC DD"), this));

        Assert.That(_out, Is.EqualTo(["own 10", "recovered 11", "own 13"]), "1 920 ticks are two frames, not one");
    }

    [Test]
    public void Over_a_silence_the_numbers_do_not_run_with_the_clock()
    {
        for (ushort i = 1; i < 10; i++)
            Send(i, earlier: 0);

        // 10 was lost; 11 came 200 ms after it and repeats it.
        _out.Clear();
        var payload = Packets.Hex("EF 96 00 03 6F 78 AA BB 78 CC DD");
        Assert.That(_receiver.Receive(new SequenceNumber(11), Time(10) + 9_600, payload, this));

        Assert.That(_out, Is.EqualTo(["recovered 10", "own 11"]));
    }

    [Test]
    public void At_half_the_packets_lost_four_earlier_frames_leave_three_in_a_hundred_missing()
    {
        // 0.5^5 = 3.1 % of the packets are lost together with all four that repeat them.
        var random = new Random(3);
        Send(0, earlier: 4);
        for (ushort i = 1; i < 5_000; i++)
        {
            if (random.Next(2) == 0)
                Send(i, earlier: 4);
            else
                Add(i);
        }

        Assert.That(_out, Is.Unique);
        Assert.That(_out.Count / 5_000.0, Is.EqualTo(1 - 0.031).Within(0.01));
        Assert.That(_out.Select(o => int.Parse(o.Split(' ')[1])), Is.Ordered);
    }

    [Test]
    public void Encoding_every_class_and_receiving_allocate_nothing()
    {
        var output = new Silent();
        var frame = Frame(1);
        ushort sequence = 0;
        Assert.That(Allocations.Least(() =>
        {
            for (var i = 0; i < 3_000; i++, sequence++)
            {
                _encoder.Add(new SequenceNumber(sequence), new RtpTimestamp(sequence * 960u), frame);
                foreach (var earlier in RedEncoder.Classes)
                    _encoder.TryWrite(earlier, Opus, _buffer, out _);

                if (i % 3 == 0 && _encoder.TryWrite(4, Opus, _buffer, out var length))
                    _receiver.Receive(new SequenceNumber(sequence), new RtpTimestamp(sequence * 960u), _buffer.AsSpan(0, length), output);
            }
        }), Is.Zero);
        Assert.That(output.Recovered, Is.GreaterThan(1_000));
    }

    void IRedOutput.Recover(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame) =>
        _out.Add($"recovered {sequence.Value}");

    void IRedOutput.Accept(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame) =>
        _out.Add($"own {sequence.Value}");

    private static byte[] Frame(int i) => [0x78, (byte)i, (byte)(i >> 8), .. new byte[20]];

    private static RtpTimestamp Time(int i) => new((uint)(i * 960));

    private void Add(int i) => _encoder.Add(new SequenceNumber((ushort)i), Time(i), Frame(i));

    private void Send(ushort i, int earlier)
    {
        Add(i);
        Assert.That(_encoder.TryWrite(earlier, Opus, _buffer, out var length));
        Assert.That(_receiver.Receive(new SequenceNumber(i), Time(i), _buffer.AsSpan(0, length), this));
    }

    private RedPacket Write(int earlier)
    {
        Assert.That(_encoder.TryWrite(earlier, Opus, _buffer, out var length));
        Assert.That(length, Is.LessThanOrEqualTo(RedEncoder.MaxPayloadLength));
        Assert.That(RedPacket.TryParse(_buffer.AsSpan(0, length), out var red));
        return red;
    }

    private sealed class Silent : IRedOutput
    {
        public int Recovered { get; private set; }

        public void Recover(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame) => Recovered++;

        public void Accept(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame)
        {
        }
    }
}
