using Protocols.Codecs;
using Protocols.Rtp;

namespace Protocols.Tests.Codecs;

public sealed class PayloadRewriterTests
{
    // Each word is one packet of that picture: "7" is for the receiver, "-7" is not, "@7" begins a new source.
    // "x" in the answer means refused; a packet that is not for the receiver has no answer.
    [TestCase(15, "10 11 12", "10 11 12", TestName = "Ids of the first source stay")]
    [TestCase(15, "10 -11 12 -13 14", "10 11 12", TestName = "Ids close up over a layer left out")]
    [TestCase(15, "10 10 -11 -11 12 12", "10 10 11 11", TestName = "All packets of a picture share its id")]
    [TestCase(15, "10 -11 12 10", "10 11 10", TestName = "A late packet of an older picture keeps its id")]
    [TestCase(15, "10 -11 12 11", "10 11 x", TestName = "A late packet of a picture left out is refused")]
    [TestCase(15, "10 12 11 13", "10 12 11 13", TestName = "Reordered pictures")]
    [TestCase(15, "10 12 -11 13", "10 12 13", TestName = "A gap that was sent over stays")]
    [TestCase(15, "10 -12 13 11", "10 12 11", TestName = "Left out across a gap")]
    [TestCase(15, "10 -12 13 11 12", "10 12 11 x", TestName = "And the late picture of the gap")]
    [TestCase(15, "10 11 -11 12", "10 11 12", TestName = "An id that was used can't be given up")]
    [TestCase(15, "10 14 15", "10 14 15", TestName = "Pictures that were lost leave their gap")]
    [TestCase(15, "10 11 @5000 5001", "10 11 12 13", TestName = "A new source continues")]
    [TestCase(15, "10 -11 @5000 -5001 5002", "10 11 12", TestName = "Leaving out on both sides of a switch")]
    [TestCase(15, "10 @5000 4999 5001", "10 11 x 12", TestName = "What lies before the switch is refused")]
    [TestCase(15, "32766 32767 0 1", "32766 32767 0 1", TestName = "15 bits wrap")]
    [TestCase(15, "32766 -32767 0 32766 1", "32766 32767 32766 0", TestName = "15 bits wrap over a picture left out")]
    [TestCase(15, "32767 @3 4", "32767 0 1", TestName = "15 bits wrap at a switch")]
    [TestCase(7, "126 127 0 1", "126 127 0 1", TestName = "7 bits wrap")]
    [TestCase(7, "126 -127 0 -1 2", "126 127 0", TestName = "7 bits wrap over pictures left out")]
    [TestCase(7, "126 -127 0 126", "126 127 126", TestName = "7 bits, late over the wrap")]
    [TestCase(7, "127 @90 91", "127 0 1", TestName = "7 bits wrap at a switch")]
    [TestCase(15, "10 300 10", "10 300 x", TestName = "Older than the window is refused")]
    [TestCase(15, "-10 11", "10", TestName = "The very first picture may be left out")]
    public void Vp8_picture_ids_continue(int bits, string incoming, string outgoing)
    {
        var rewriter = new Vp8Rewriter();
        var answers = new List<string>();
        foreach (var word in incoming.Split(' '))
        {
            var id = int.Parse(word.TrimStart('-', '@'));
            var payload = Vp8(id, bits, baseLayer: 0, key: 0);
            var frame = Read(VideoCodec.Vp8, payload);
            if (word[0] == '-')
            {
                rewriter.Drop(frame);
                continue;
            }

            if (word[0] == '@')
                rewriter.SwitchTo(frame);

            if (!rewriter.TryMap(frame, out var patch))
            {
                answers.Add("x");
                continue;
            }

            PayloadPatches.Apply(VideoCodec.Vp8, payload, patch);
            Assert.That(Vp8Descriptor.TryParse(payload, out var written) && written.PictureIdBits == bits);
            answers.Add($"{written.PictureId}");
        }

        Assert.That(string.Join(' ', answers), Is.EqualTo(outgoing));
    }

    [Test]
    public void Vp8_base_layer_and_key_indices_continue_over_a_switch()
    {
        var rewriter = new Vp8Rewriter();
        Assert.That(Written(rewriter, Vp8(10, 15, baseLayer: 254, key: 31)), Is.EqualTo((254, 31)));
        Assert.That(Written(rewriter, Vp8(11, 15, baseLayer: 255, key: 31)), Is.EqualTo((255, 31)));
        rewriter.SwitchTo(Read(VideoCodec.Vp8, Vp8(700, 15, baseLayer: 40, key: 7)));

        Assert.That(Written(rewriter, Vp8(700, 15, baseLayer: 40, key: 7)), Is.EqualTo((0, 0)));
        Assert.That(Written(rewriter, Vp8(702, 15, baseLayer: 42, key: 7)), Is.EqualTo((2, 0)));
        Assert.That(Written(rewriter, Vp8(701, 15, baseLayer: 41, key: 7)), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Only_the_numbers_change_in_a_payload()
    {
        var payload = Packets.Hex(Vp8DescriptorTests.KeyFrame);
        var rewriter = new Vp8Rewriter();
        Assert.That(rewriter.TryMap(Read(VideoCodec.Vp8, Vp8(5, 15, 1, 2)), out _));
        var frame = Read(VideoCodec.Vp8, payload);
        rewriter.SwitchTo(frame);
        Assert.That(rewriter.TryMap(frame, out var patch));

        PayloadPatches.Apply(VideoCodec.Vp8, payload, patch);

        Assert.That(payload, Is.EqualTo(Packets.Hex("90 F0 80 06 02 23 10 02 00 9D 01 2A 80 02 68 01 00")));
        PayloadPatches.Apply(VideoCodec.Vp8, payload, patch);
        Assert.That(payload, Is.EqualTo(Packets.Hex("90 F0 80 06 02 23 10 02 00 9D 01 2A 80 02 68 01 00")), "a retransmission is the same");
    }

    [Test]
    public void A_source_that_counts_anew_without_notice_continues_at_its_key_frame()
    {
        var rewriter = new Vp8Rewriter();
        Assert.That(rewriter.TryMap(Read(VideoCodec.Vp8, Vp8(20_000, 15, 1, 2)), out _));
        var key = Packets.Hex("90 F0 80 05 07 23 10 02 00 9D 01 2A 80 02 68 01 00");

        Assert.That(rewriter.TryMap(Read(VideoCodec.Vp8, key), out var patch));

        PayloadPatches.Apply(VideoCodec.Vp8, key, patch);
        Assert.That(Vp8Descriptor.TryParse(key, out var written) && written.PictureId == 20_001);
    }

    [Test]
    public void Vp8_without_any_numbers_passes_unchanged()
    {
        byte[] payload = [0x10, 0x01, 0x02];
        var rewriter = new Vp8Rewriter();
        var frame = Read(VideoCodec.Vp8, payload);
        rewriter.SwitchTo(frame);
        rewriter.Drop(frame);

        Assert.That(rewriter.TryMap(frame, out var patch));
        PayloadPatches.Apply(VideoCodec.Vp8, payload, patch);

        Assert.That(payload, Is.EqualTo(new byte[] { 0x10, 0x01, 0x02 }));
        Assert.That(patch, Is.EqualTo(PayloadPatch.None));
    }

    [Test]
    public void Vp9_numbers_keep_their_distances_and_shift_with_the_source()
    {
        var rewriter = new Vp9Rewriter();
        Assert.That(WrittenVp9(rewriter, "AA 80 05 00 09 00 AA"), Is.EqualTo((5, 9)));
        rewriter.Drop(Read(VideoCodec.Vp9, Packets.Hex("E8 80 06 40 09 AA")));
        Assert.That(WrittenVp9(rewriter, "E8 80 07 00 0A AA"), Is.EqualTo((7, 10)), "a gap, because references count back in ids");

        rewriter.SwitchTo(Read(VideoCodec.Vp9, Packets.Hex("A8 90 00 00 20 AA")));
        Assert.That(WrittenVp9(rewriter, "A8 90 00 00 20 AA"), Is.EqualTo((8, 11)));
        Assert.That(WrittenVp9(rewriter, "E8 90 02 00 21 AA"), Is.EqualTo((10, 12)));
        Assert.That(WrittenVp9(rewriter, "E8 90 01 40 20 AA"), Is.EqualTo((9, 11)));
    }

    [Test]
    public void Frame_numbers_continue_over_a_switch_and_keep_their_distances()
    {
        var rewriter = new DependencyDescriptorRewriter();
        var state = default(CodecReaderState);
        Assert.That(FrameNumber(rewriter, DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 65_534), ref state), Is.EqualTo(65_534));
        Assert.That(FrameNumber(rewriter, DescriptorBits.Short(2, 0), ref state), Is.Zero);

        var other = default(CodecReaderState);
        var first = DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 500);
        rewriter.SwitchTo(Read(first, ref other));
        Assert.That(FrameNumber(rewriter, first, ref other), Is.EqualTo(1));
        Assert.That(FrameNumber(rewriter, DescriptorBits.Short(2, 502), ref other), Is.EqualTo(3));
        Assert.That(rewriter.TryMap(Read(DescriptorBits.Short(2, 499), ref other), out _), Is.False);
    }

    [Test]
    public void A_cut_is_told_in_the_active_decode_targets()
    {
        var rewriter = new DependencyDescriptorRewriter { TopSpatialLayer = 0 };
        var state = default(CodecReaderState);
        var key = DescriptorBits.WithStructure(DescriptorBits.L2T1, 1, 10, sizes: [(320, 180), (640, 360)]);
        var next = DescriptorBits.Short(0, 12);

        Assert.That(Rewritten(rewriter, key, ref state), Is.EqualTo(
            DescriptorBits.WithStructure(DescriptorBits.L2T1, 1, 10, sizes: [(320, 180), (640, 360)], active: "01")));
        Assert.That(Rewritten(rewriter, next, ref state), Is.EqualTo(new DescriptorBits().Head(0, 12).Add("01000").Add("01").ToBytes()));
        Assert.That(Rewritten(rewriter, DescriptorBits.Short(0, 12, start: false), ref state), Has.Length.EqualTo(3), "once a frame");

        rewriter.TopSpatialLayer = 1;
        Assert.That(Rewritten(rewriter, DescriptorBits.Short(0, 14), ref state), Is.EqualTo(new DescriptorBits().Head(0, 14).Add("01000").Add("11").ToBytes()));
        for (var frame = 15; frame < 60; frame++)
            Rewritten(rewriter, DescriptorBits.Short(0, frame), ref state);

        Assert.That(Rewritten(rewriter, DescriptorBits.Short(0, 60), ref state), Has.Length.EqualTo(3), "and for a while after its end");
    }

    [Test]
    public void What_the_sender_itself_has_switched_off_stays_off()
    {
        var rewriter = new DependencyDescriptorRewriter { TopTemporalLayer = 1 };
        var state = default(CodecReaderState);
        Rewritten(rewriter, Packets.Hex(DependencyDescriptorTests.ChromeKeyFrame), ref state);

        var written = Rewritten(rewriter, Packets.Hex("86017340fc"), ref state);

        // Of 000111111 the targets without the third temporal layer: 000011011.
        Assert.That(written, Is.EqualTo(new DescriptorBits().Head(6, 0x0173, end: false).Add("01000").Add("000011011").Add("00").ToBytes()));
    }

    [Test]
    public void A_frames_own_lists_survive_a_mask_put_before_them()
    {
        var rewriter = new DependencyDescriptorRewriter { TopSpatialLayer = 0 };
        var state = default(CodecReaderState);
        Rewritten(rewriter, DescriptorBits.WithStructure(DescriptorBits.L2T1, 1, 100), ref state);
        const string Own = "0110" + "010100" + "00" + "11001000" + "00000011";

        var written = Rewritten(rewriter, new DescriptorBits().Head(2, 105).Add("00111").Add(Own).ToBytes(), ref state);

        Assert.That(written, Is.EqualTo(new DescriptorBits().Head(2, 105).Add("01111").Add("01").Add(Own).Add(0, 8).ToBytes()), "padding moves along");
    }

    [Test]
    public void A_source_that_begins_without_its_structure_has_it_attached()
    {
        var rewriter = new DependencyDescriptorRewriter();
        var state = default(CodecReaderState);
        Read(DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10, sizes: [(640, 360)]), ref state);
        var first = DescriptorBits.Short(1, 14);
        rewriter.SwitchTo(Read(first, ref state));

        var written = Rewritten(rewriter, first, ref state);

        Assert.That(written, Is.EqualTo(DescriptorBits.WithStructure(DescriptorBits.L1T3, 1, 14, sizes: [(640, 360)])));
        Assert.That(Rewritten(rewriter, DescriptorBits.Short(3, 15), ref state), Has.Length.EqualTo(3));
    }

    [Test]
    public void A_structure_that_no_longer_fits_is_not_attached()
    {
        var state = default(CodecReaderState);
        Read(DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10), ref state);
        var first = DescriptorBits.Short(1, 14);
        var rewriter = new DependencyDescriptorRewriter();
        rewriter.SwitchTo(Read(first, ref state));
        Assert.That(rewriter.TryMap(Read(first, ref state), out var patch));
        Read(DescriptorBits.WithStructure(DescriptorBits.L1T3, 20, 18, offset: 20), ref state);

        var bytes = new byte[255];
        Assert.That(DependencyDescriptorRewriter.TryWrite(first, patch, state.Dependencies!.Current, bytes, out var length));
        Assert.That(length, Is.EqualTo(3));
    }

    [Test]
    public void No_bytes_make_the_writers_throw()
    {
        var state = default(CodecReaderState);
        Read(Packets.Hex(DependencyDescriptorTests.ChromeKeyFrame), ref state);
        var random = new Random(9);
        var destination = new byte[255];
        foreach (var bytes in Packets.Hostile(Packets.Hex(DependencyDescriptorTests.ChromeKeyFrame), seed: 10))
        {
            var patch = new PayloadPatch((ulong)random.NextInt64());
            if (DependencyDescriptorRewriter.TryWrite(bytes, patch, state.Dependencies!.Current, destination.AsSpan(random.Next(255)), out var length))
                Assert.That(length, Is.LessThanOrEqualTo(255));

            PayloadPatches.Apply((VideoCodec)random.Next(4), bytes, patch);
        }
    }

    [TestCase(VideoCodec.Vp8)]
    [TestCase(VideoCodec.Vp9)]
    [TestCase(VideoCodec.Av1)]
    public void Rewriting_allocates_nothing(VideoCodec codec)
    {
        var rewriter = PayloadRewriters.For(codec);
        if (rewriter is DependencyDescriptorRewriter dependencies)
            dependencies.TopTemporalLayer = 0;

        var state = default(CodecReaderState);
        var payload = codec == VideoCodec.Vp8 ? Vp8(3, 15, 4, 5) : Packets.Hex("AA 80 05 00 09 00 AA");
        var descriptor = DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10);
        var frame = codec == VideoCodec.Av1 ? Read(descriptor, ref state) : Read(codec, payload);
        var written = new byte[255];

        Assert.That(Allocations.Least(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                rewriter.TryMap(frame, out var patch);
                PayloadPatches.Apply(codec, payload, patch);
                DependencyDescriptorRewriter.TryWrite(descriptor, patch, frame.Structure, written, out _);
                rewriter.Drop(frame);
            }
        }), Is.Zero);
    }

    private static byte[] Vp8(int id, int bits, int baseLayer, int key) => bits == 15
        ? [0x90, 0xF0, (byte)(0x80 | (id >> 8)), (byte)id, (byte)baseLayer, (byte)key, 0x01]
        : [0x90, 0xF0, (byte)id, (byte)baseLayer, (byte)key, 0x01];

    private static (int BaseLayer, int Key) Written(Vp8Rewriter rewriter, byte[] payload)
    {
        Assert.That(rewriter.TryMap(Read(VideoCodec.Vp8, payload), out var patch));
        PayloadPatches.Apply(VideoCodec.Vp8, payload, patch);
        Assert.That(Vp8Descriptor.TryParse(payload, out var written));
        return (written.BaseLayerIndex, written.KeyIndex);
    }

    private static (int Id, int BaseLayer) WrittenVp9(Vp9Rewriter rewriter, string hex)
    {
        var payload = Packets.Hex(hex);
        Assert.That(rewriter.TryMap(Read(VideoCodec.Vp9, payload), out var patch));
        PayloadPatches.Apply(VideoCodec.Vp9, payload, patch);
        Assert.That(Vp9Descriptor.TryParse(payload, out var written));
        return (written.PictureId, written.BaseLayerIndex);
    }

    private static int FrameNumber(DependencyDescriptorRewriter rewriter, byte[] descriptor, ref CodecReaderState state)
    {
        var written = Rewritten(rewriter, descriptor, ref state);
        return (written[1] << 8) | written[2];
    }

    private static byte[] Rewritten(DependencyDescriptorRewriter rewriter, byte[] descriptor, ref CodecReaderState state)
    {
        var bytes = new byte[DependencyDescriptor.MaxLength];
        Assert.That(rewriter.TryMap(Read(descriptor, ref state), out var patch));
        Assert.That(DependencyDescriptorRewriter.TryWrite(descriptor, patch, state.Dependencies!.Current, bytes, out var length));
        return bytes[..length];
    }

    private static FrameInfo Read(VideoCodec codec, byte[] payload)
    {
        var state = default(CodecReaderState);
        Assert.That(RtpPacket.TryParse(Packets.Rtp(payload), out var packet));
        var frame = FrameReader.Read(codec, packet, default, ref state);
        Assert.That(frame.IsReadable);
        return frame;
    }

    private static FrameInfo Read(byte[] descriptor, ref CodecReaderState state)
    {
        Assert.That(RtpPacket.TryParse(Packets.Rtp(Packets.Hex("10 32 10")), out var packet));
        var frame = FrameReader.Read(VideoCodec.Av1, packet, descriptor, ref state);
        Assert.That(frame.Structure, Is.Not.Null);
        return frame;
    }
}
