using Protocols.Codecs;
using Protocols.Codecs.Assembly;
using Protocols.Codecs.Packetizing;
using Protocols.Rtp;

namespace Protocols.Tests.Codecs.Assembly;

public sealed class PictureAssemblerTests : IAssemblyOutput
{
    private readonly List<(uint Timestamp, bool IsKey, byte[][] Frames)> _pictures = [];
    private PictureAssembler _assembler = null!;
    private int _requests;
    private Instant _now;

    [SetUp]
    public void Begin()
    {
        Use(VideoCodec.H264);
        _now = Instant.Zero;
    }

    [TestCase(40)]
    [TestCase(5_000)]
    public void Units_of_H264_come_out_behind_start_codes_whole_or_from_fragments(int sliceLength)
    {
        var packets = KeyPicture(0, sliceLength);
        Send(packets);
        Send(Picture(3_000, sliceLength, first: packets.Count));

        Assert.That(_pictures.Select(picture => (picture.Timestamp, picture.IsKey)), Is.EqualTo(new[] { (0u, true), (3_000u, false) }));
        byte[] expected = [0, 0, 0, 1, .. Sps, 0, 0, 0, 1, .. Pps, 0, 0, 0, 1, .. Slice(5, sliceLength)];
        Assert.That(_pictures[0].Frames, Has.Length.EqualTo(1));
        Assert.That(_pictures[0].Frames[0], Is.EqualTo(expected));
        Assert.That(_requests, Is.Zero);
    }

    [Test]
    public void An_aggregate_is_taken_apart()
    {
        var (payload, length) = (new byte[200], 0);
        H264Packetizer.TryAggregate(Sps, payload, ref length);
        H264Packetizer.TryAggregate(Pps, payload, ref length);
        Send(new Packet(0, 0, false, payload[..length]));
        Send(new Packet(1, 0, true, Slice(5, 40)));

        Assert.That(_pictures.Single().Frames[0], Is.EqualTo((byte[])[0, 0, 0, 1, .. Sps, 0, 0, 0, 1, .. Pps, 0, 0, 0, 1, .. Slice(5, 40)]));
    }

    [Test]
    public void Nothing_is_handed_out_before_a_key_frame_and_one_is_asked_for_until_it_comes()
    {
        Send(Picture(0, 40));
        Send(Picture(3_000, 40, first: 1));
        Assert.That(_requests, Is.Zero);
        Pass(150);
        Assert.That(_requests, Is.EqualTo(1));
        Pass(500);
        Assert.That(_requests, Is.EqualTo(2));

        Send(KeyPicture(6_000, 40, first: 2));

        Assert.That(_pictures.Select(picture => picture.Timestamp), Is.EqualTo(new[] { 6_000u }));
        Assert.That(_assembler.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void Who_sends_nothing_is_asked_for_nothing()
    {
        Send(Picture(0, 40));
        for (var i = 0; i < 20; i++)
            Pass(500);

        Assert.That(_requests, Is.InRange(1, 5));
        Assert.That(_assembler.NextDeadline, Is.EqualTo(Instant.Never));

        Send(Picture(3_000, 40, first: 1));
        var before = _requests;
        Pass(200);
        Assert.That(_requests, Is.EqualTo(before + 1));
    }

    [Test]
    public void Packets_out_of_order_are_put_in_order_and_doubled_ones_are_dropped()
    {
        var packets = KeyPicture(0, 5_000).Concat(Picture(3_000, 5_000, first: 7)).ToList();
        Assert.That(packets, Has.Count.EqualTo(12));
        foreach (var at in (int[])[0, 3, 1, 3, 2, 1, 7, 6, 5, 4, 4, 9, 8, 11, 10])
            Send(packets[at]);

        Assert.That(_pictures, Has.Count.EqualTo(2));
        Assert.That(_pictures[1].Frames[0], Is.EqualTo((byte[])[0, 0, 0, 1, .. Slice(1, 5_000)]));
        Assert.That((_assembler.LostPackets, _requests), Is.EqualTo((0L, 0)));
    }

    [Test]
    public void A_packet_that_comes_late_but_in_time_costs_nothing()
    {
        Send(KeyPicture(0, 40));
        var packets = Picture(3_000, 5_000, first: 3);
        Send(packets[0]);
        Send(packets.Skip(2));
        Send(Picture(6_000, 40, first: 8));
        Pass(100);
        Assert.That(_pictures, Has.Count.EqualTo(1));

        Send(packets[1]);

        Assert.That(_pictures.Select(picture => picture.Timestamp), Is.EqualTo(new[] { 0u, 3_000u, 6_000u }));
        Assert.That(_assembler.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void After_a_loss_there_is_nothing_until_the_key_frame_that_was_asked_for()
    {
        Send(KeyPicture(0, 40));
        Send(Picture(3_000, 5_000, first: 3).Where((_, i) => i != 2));
        Send(Picture(6_000, 40, first: 8));
        Assert.That(_requests, Is.Zero);

        Pass(150);
        Assert.That((_requests, _assembler.LostPackets, _assembler.WaitsForKeyFrame), Is.EqualTo((1, 1L, true)));
        Send(Picture(9_000, 40, first: 9));
        Send(KeyPicture(12_000, 40, first: 10));
        Send(Picture(15_000, 40, first: 13));

        Assert.That(_pictures.Select(picture => picture.Timestamp), Is.EqualTo(new[] { 0u, 12_000u, 15_000u }));
    }

    [Test]
    public void A_picture_whose_beginning_was_lost_is_not_handed_out()
    {
        Send(KeyPicture(0, 40));
        Pass(1_000);

        // The numbers go on, but the picture begins with a slice in its middle.
        var middle = Slice(5, 40);
        middle[1] = 0x40;
        Send(new Packet(3, 3_000, true, middle));

        Assert.That(_pictures, Has.Count.EqualTo(1));
        Assert.That((_assembler.BrokenPictures, _requests), Is.EqualTo((1L, 1)));
    }

    [Test]
    public void Another_time_begins_another_picture_even_without_a_marker()
    {
        Send(KeyPicture(0, 40).Select(packet => packet with { Marker = false }));
        Assert.That(_pictures, Is.Empty);

        Send(Picture(3_000, 40, first: 3));

        Assert.That(_pictures.Select(picture => picture.Timestamp), Is.EqualTo(new[] { 0u, 3_000u }));
    }

    [Test]
    public void Numbers_and_times_go_round()
    {
        Send(KeyPicture(uint.MaxValue - 1_000, 5_000, first: 65_533));
        Send(Picture(2_000, 40, first: 4));

        Assert.That(_pictures, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_sender_that_begins_anew_is_followed()
    {
        Send(KeyPicture(0, 40));
        Send(KeyPicture(90_000, 40, first: 30_000));

        Assert.That(_pictures.Select(picture => picture.Timestamp), Is.EqualTo(new[] { 0u, 90_000u }));
    }

    [Test]
    public void A_burst_behind_a_gap_does_not_fill_the_memory()
    {
        Send(KeyPicture(0, 40));
        for (var i = 0; i < 1_000; i++)
            Send(new Packet((ushort)(4 + i), 3_000, false, Slice(1, 1_400)));

        Assert.That(_assembler.LostPackets, Is.EqualTo(1));
        Assert.That(_assembler.WaitsForKeyFrame);
    }

    [Test]
    public void A_picture_without_an_end_is_broken_when_it_is_too_long()
    {
        _assembler = new PictureAssembler(VideoCodec.H264, new AssemblyOptions { LongestPicture = 10_000 });
        Send(KeyPicture(0, 9_000));
        Send(KeyPicture(3_000, 20_000, first: 10));

        Assert.That(_pictures, Has.Count.EqualTo(1));
        Assert.That(_assembler.BrokenPictures, Is.EqualTo(1));
    }

    [Test]
    public void Padding_alone_belongs_to_no_picture()
    {
        Send(KeyPicture(0, 40));
        Send(new Packet(3, 0, false, []));
        Send(Picture(3_000, 40, first: 4));

        Assert.That(_pictures, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_picture_of_VP9_has_a_frame_for_each_layer()
    {
        Use(VideoCodec.Vp9);

        // I=0 P=0 L=1 F=0 B E V=0: layers SID 0 and 1 of a key picture, the second in two packets.
        Send(new Packet(0, 0, false, [0b0010_1100, 0b0000_0000, 0, 0xA0, 1]));
        Send(new Packet(1, 0, false, [0b0010_1000, 0b0000_0011, 0, 0xA1, 2]));
        Send(new Packet(2, 0, true, [0b0010_0100, 0b0000_0011, 0, 0xA2, 3]));

        var picture = _pictures.Single();
        Assert.That(picture.IsKey);
        Assert.That(picture.Frames, Has.Length.EqualTo(2));
        Assert.That(picture.Frames[0], Is.EqualTo(new byte[] { 0xA0, 1 }));
        Assert.That(picture.Frames[1], Is.EqualTo(new byte[] { 0xA1, 2, 0xA2, 3 }));
    }

    [Test]
    public void Units_of_AV1_get_back_their_sizes_also_those_that_lie_over_two_packets()
    {
        Use(VideoCodec.Av1);

        // W=2, N: a sequence header of four bytes, and the beginning of a frame (OBU_FRAME = 6); then its end.
        Send(new Packet(0, 0, false, [0b0110_1000, 4, 0x08, 1, 2, 3, 0x30, 9]));
        Send(new Packet(1, 0, true, [0b1001_0000, 8, 7]));

        Assert.That(_pictures.Single().Frames.Single(), Is.EqualTo(new byte[] { 0x12, 0, 0x0A, 3, 1, 2, 3, 0x32, 3, 9, 8, 7 }));
        Assert.That(_pictures[0].IsKey);
    }

    [Test]
    public void A_unit_of_AV1_whose_other_half_is_missing_breaks_the_picture()
    {
        Use(VideoCodec.Av1);
        Send(new Packet(0, 0, false, [0b0110_1000, 4, 0x08, 1, 2, 3, 0x30, 9]));
        Send(new Packet(1, 0, true, [0b0001_0000, 0x30, 7]));

        Assert.That(_pictures, Is.Empty);
        Assert.That(_assembler.BrokenPictures, Is.EqualTo(1));
    }

    [Test]
    public void No_payloads_can_make_it_throw_or_keep_it_busy([Values] VideoCodec codec, [Range(1, 5)] int seed)
    {
        Use(codec);
        var random = new Random(seed);
        byte[][] seeds =
        [
            Sps, Slice(5, 30), [0x7C, 0x85, 1, 2], [0x7C, 0x45, 3], [0x78, 0, 3, 1, 2, 3], [0x10, 0, 0, 0, 0x9D, 1, 0x2A],
            [0b0010_1100, 0, 0, 0xA0], [0b1011_1110, 0x80, 1, 0, 0x18, 0, 0], [0b0110_1000, 4, 8, 1, 2, 3, 0x30, 9], [0b1001_0000, 8, 7],
        ];
        var sequence = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var payload = (byte[])seeds[random.Next(seeds.Length)].Clone();
            if (random.Next(3) == 0)
                payload = payload[..random.Next(payload.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && payload.Length > 0; flips--)
                payload[random.Next(payload.Length)] = (byte)random.Next(256);

            sequence += random.Next(8) switch { 0 => 2, 1 => -1, 2 => random.Next(100) == 0 ? random.Next(65_536) : 1, _ => 1 };
            Send(new Packet((ushort)sequence, (uint)(i / 3 * 3_000), random.Next(3) == 0, payload));
            Pass(random.Next(40));
        }

        Assert.That(_pictures.SelectMany(picture => picture.Frames).Select(frame => frame.Length), Is.All.GreaterThan(0).And.All.LessThan(100_000));
    }

    [Test]
    public void Putting_pictures_together_allocates_nothing([Values(VideoCodec.H264, VideoCodec.Vp8)] VideoCodec codec)
    {
        Use(codec);
        var output = new Nobody();
        var payload = new byte[1_200];
        var frame = codec == VideoCodec.H264 ? Slice(5, 20_000) : new byte[20_000];
        var sequence = new SequenceNumber(0);
        var sent = 0;
        SendPictures(5);

        Assert.That(Allocations.Least(() => SendPictures(50)), Is.Zero);
        Assert.That(output.Pictures, Is.EqualTo(sent));

        void SendPictures(int count)
        {
            for (var i = 0; i < count; i++, sent++)
            {
                var timestamp = new RtpTimestamp((uint)(3_000 * sequence.Value));
                if (codec == VideoCodec.H264)
                {
                    var packetizer = new H264Packetizer(frame, payload.Length);
                    while (packetizer.TryNext(payload, out var length))
                        SendOne(payload.AsSpan(0, length), timestamp, (payload[1] & 0x40) != 0);
                }
                else
                {
                    var packetizer = new Vp8Packetizer(frame, payload.Length, sequence.Value);
                    var left = frame.Length;
                    while (packetizer.TryNext(payload, out var length))
                        SendOne(payload.AsSpan(0, length), timestamp, (left -= length - Vp8Packetizer.DescriptorLength) == 0);
                }
            }
        }

        void SendOne(ReadOnlySpan<byte> bytes, RtpTimestamp timestamp, bool marker)
        {
            _assembler.Receive(sequence, timestamp, marker, bytes, output, _now);
            sequence = sequence.Next;
        }
    }

    void IAssemblyOutput.Take(in AssembledPicture picture)
    {
        var frames = new byte[picture.FrameCount][];
        for (var i = 0; i < frames.Length; i++)
            frames[i] = picture.Frame(i).ToArray();

        _pictures.Add((picture.Timestamp.Value, picture.IsKeyFrame, frames));
    }

    void IAssemblyOutput.RequestKeyFrame() => _requests++;

    private static readonly byte[] Sps = [0x67, 0x42, 0xC0, 0x1F, 0x8C, 0x8D, 0x40];
    private static readonly byte[] Pps = [0x68, 0xCE, 0x3C, 0x80];

    // The first bit behind the first byte is first_mb_in_slice = 0.
    private static byte[] Slice(int type, int length)
    {
        var slice = Enumerable.Range(0, length).Select(i => (byte)(i | 0x80)).ToArray();
        slice[0] = (byte)(0x60 | type);
        return slice;
    }

    private static List<Packet> KeyPicture(uint timestamp, int sliceLength, int first = 0) => Packetize(timestamp, first, Sps, Pps, Slice(5, sliceLength));

    private static List<Packet> Picture(uint timestamp, int sliceLength, int first = 0) => Packetize(timestamp, first, Slice(1, sliceLength));

    private static List<Packet> Packetize(uint timestamp, int first, params byte[][] units)
    {
        var (packets, payload) = (new List<Packet>(), new byte[1_200]);
        foreach (var unit in units)
        {
            var packetizer = new H264Packetizer(unit, payload.Length);
            while (packetizer.TryNext(payload, out var length))
                packets.Add(new Packet((ushort)(first + packets.Count), timestamp, false, payload[..length]));
        }

        packets[^1] = packets[^1] with { Marker = true };
        return packets;
    }

    private void Use(VideoCodec codec)
    {
        _assembler = new PictureAssembler(codec, new AssemblyOptions());
        _pictures.Clear();
        _requests = 0;
    }

    private void Send(IEnumerable<Packet> packets)
    {
        foreach (var packet in packets)
            Send(packet);
    }

    private void Send(Packet packet) =>
        _assembler.Receive(new SequenceNumber(packet.Sequence), new RtpTimestamp(packet.Timestamp), packet.Marker, packet.Payload, this, _now);

    private void Pass(int milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        if (_assembler.NextDeadline <= _now)
            _assembler.Advance(_now, this);
    }

    private sealed record Packet(ushort Sequence, uint Timestamp, bool Marker, byte[] Payload);

    private sealed class Nobody : IAssemblyOutput
    {
        public int Pictures { get; private set; }

        public void Take(in AssembledPicture picture) => Pictures++;

        public void RequestKeyFrame() => Pictures -= 1_000;
    }
}
