using Protocols.Codecs;
using Protocols.Rtp;

namespace Protocols.Tests.Codecs;

public sealed class FrameReaderTests
{
    private CodecReaderState _state;

    [SetUp]
    public void Begin() => _state = default;

    [Test]
    public void A_vp8_key_frame_is_one_to_its_last_packet_and_gives_its_size_in_the_first()
    {
        var first = Read(VideoCodec.Vp8, Vp8DescriptorTests.KeyFrame, timestamp: 3_000);
        var last = Read(VideoCodec.Vp8, "80 F0 92 34 07 23 AA BB", timestamp: 3_000, marker: true);
        var next = Read(VideoCodec.Vp8, "90 F0 92 35 08 23 11 BB", timestamp: 6_000, marker: true);

        Assert.That(first.IsEntryPoint && !first.EndsFrame);
        Assert.That((first.Width, first.Height), Is.EqualTo((640, 360)));
        Assert.That(last.IsKeyFrame && last.EndsFrame && !last.StartsFrame);
        Assert.That(next.IsKeyFrame, Is.False);
        Assert.That(next.StartsFrame && next.EndsFrame);
    }

    [TestCase("B0 F0 92 35 08 83 11", 2, false, true, TestName = "The highest vp8 layer is no reference")]
    [TestCase("90 F0 92 35 08 63 11", 1, true, false, TestName = "A vp8 layer may be begun at its sync bit")]
    [TestCase("90 F0 92 35 08 43 11", 1, false, false, TestName = "And not without it")]
    [TestCase("90 F0 92 35 08 03 11", 0, true, false, TestName = "The base layer is always there")]
    public void Vp8_temporal_layers(string bytes, int layer, bool isSwitchPoint, bool isDiscardable)
    {
        var frame = Read(VideoCodec.Vp8, bytes);

        Assert.That(frame.TemporalLayer, Is.EqualTo(layer));
        Assert.That(frame.IsTemporalSwitchPoint, Is.EqualTo(isSwitchPoint));
        Assert.That(frame.Discardable, Is.EqualTo(isDiscardable));
    }

    [Test]
    public void A_vp9_key_picture_has_a_frame_per_spatial_layer_and_one_entry_point()
    {
        var lower = Read(VideoCodec.Vp9, Vp9DescriptorTests.KeyFrame, timestamp: 3_000);
        var upper = Read(VideoCodec.Vp9, "AC 80 05 03 09 AA", timestamp: 3_000);            // SID 1 D 1, P 0
        var upperLater = Read(VideoCodec.Vp9, "ED 80 06 03 0A AA", timestamp: 6_000);       // SID 1 D 1, P 1, Z 1

        Assert.That(lower.IsEntryPoint);
        Assert.That(upper.IsKeyFrame && upper.IsSpatialSwitchPoint && !upper.IsEntryPoint);
        Assert.That(upper.UsedForUpperSpatialLayer);
        Assert.That(upperLater.IsSpatialSwitchPoint, Is.False);
        Assert.That(upperLater.UsedForUpperSpatialLayer, Is.False);
    }

    [Test]
    public void Lower_layers_are_needed_only_where_upper_ones_are_predicted_from_them()
    {
        var used = new FrameInfo { SpatialLayer = 0, UsedForUpperSpatialLayer = true };
        var unused = new FrameInfo { SpatialLayer = 0, TemporalLayer = 1 };

        Assert.That(used.IsNeededFor(2, 0));
        Assert.That(unused.IsNeededFor(2, 2), Is.False);
        Assert.That(unused.IsNeededFor(0, 1));
        Assert.That(unused.IsNeededFor(0, 0), Is.False);
        Assert.That(new FrameInfo { SpatialLayer = 2 }.IsNeededFor(1, 2), Is.False);
    }

    [Test]
    public void The_picture_ends_with_the_highest_layer_that_is_sent()
    {
        var middle = new FrameInfo { SpatialLayer = 1, EndsFrame = true };

        Assert.That(middle.EndsPicture(topSpatialLayer: 1, marker: false));
        Assert.That(middle.EndsPicture(topSpatialLayer: 2, marker: false), Is.False);
        Assert.That(middle.EndsPicture(topSpatialLayer: 2, marker: true));
    }

    [Test]
    public void An_h264_stream_with_parameter_sets_is_entered_at_them()
    {
        var sps = Read(VideoCodec.H264, H264NalTests.Sps720, timestamp: 3_000);
        var pps = Read(VideoCodec.H264, "68 CE 3C 80", timestamp: 3_000);
        var slice = Read(VideoCodec.H264, "7C 85 88 80", timestamp: 3_000);
        var delta = Read(VideoCodec.H264, "41 9A 00", timestamp: 6_000, marker: true);
        var bareIdr = Read(VideoCodec.H264, "65 88 80", timestamp: 9_000, marker: true);

        Assert.That(sps.IsEntryPoint);
        Assert.That((sps.Width, sps.Height), Is.EqualTo((1280, 720)));
        Assert.That(pps.IsKeyFrame && !pps.StartsFrame);
        Assert.That(slice.IsKeyFrame && !slice.StartsFrame);
        Assert.That(delta.StartsFrame && delta.EndsFrame && !delta.IsKeyFrame);
        Assert.That(bareIdr.IsEntryPoint, Is.False, "its parameter sets were lost on the way");
    }

    [Test]
    public void An_h264_stream_without_parameter_sets_is_entered_at_its_idr_slice()
    {
        var sei = Read(VideoCodec.H264, "06 05 FF", timestamp: 3_000);
        var slice = Read(VideoCodec.H264, "65 88 80", timestamp: 3_000);

        Assert.That(sei.IsEntryPoint, Is.False);
        Assert.That(slice.IsEntryPoint);
    }

    [Test]
    public void An_h264_entry_point_that_comes_late_is_still_one()
    {
        Read(VideoCodec.H264, "41 9A 00", timestamp: 1);
        var slice = Read(VideoCodec.H264, "7C 05 88 80", timestamp: 3_000);
        var sps = Read(VideoCodec.H264, H264NalTests.Sps720, timestamp: 3_000);

        Assert.That(slice.IsEntryPoint, Is.False);
        Assert.That(sps.IsEntryPoint);
    }

    [Test]
    public void Av1_without_a_descriptor_is_entered_at_a_coded_video_sequence()
    {
        var first = Read(VideoCodec.Av1, "18 0A 0B", timestamp: 3_000);
        var rest = Read(VideoCodec.Av1, "90 32 10", timestamp: 3_000, marker: true);
        var next = Read(VideoCodec.Av1, "10 32 10", timestamp: 6_000, marker: true);

        Assert.That(first.IsEntryPoint);
        Assert.That(rest.IsKeyFrame && rest.EndsFrame && !rest.StartsFrame);
        Assert.That(next.StartsFrame && !next.IsKeyFrame);
    }

    [Test]
    public void A_source_whose_clock_begins_anew_is_followed()
    {
        Read(VideoCodec.Vp8, Vp8DescriptorTests.KeyFrame, timestamp: 2_000_000_000);

        Assert.That(Read(VideoCodec.Vp8, Vp8DescriptorTests.KeyFrame, timestamp: 1_000).IsEntryPoint);
        Assert.That(Read(VideoCodec.H264, H264NalTests.Sps720, timestamp: 4_000_000_000).IsEntryPoint);
    }

    [TestCase(VideoCodec.Vp8)]
    [TestCase(VideoCodec.Vp9)]
    [TestCase(VideoCodec.H264)]
    [TestCase(VideoCodec.Av1)]
    public void An_empty_payload_is_not_readable(VideoCodec codec) => Assert.That(Read(codec, string.Empty).IsReadable, Is.False);

    [Test]
    public void Reading_allocates_nothing()
    {
        byte[][] packets =
        [
            Packets.Rtp(Packets.Hex(Vp8DescriptorTests.KeyFrame)),
            Packets.Rtp(Packets.Hex(Vp9DescriptorTests.KeyFrame)),
            Packets.Rtp(Packets.Hex(H264NalTests.Sps720)),
            Packets.Rtp(Packets.Hex("18 0A 0B")),
        ];
        var (read, readable) = (0, 0);
        var allocated = Allocations.Least(() =>
        {
            for (var i = 0; i < 4_000; i++, read++)
            {
                _ = RtpPacket.TryParse(packets[i % 4], out var packet);
                readable += FrameReader.Read((VideoCodec)(i % 4), packet, default, ref _state).IsReadable ? 1 : 0;
            }
        });

        Assert.That(allocated, Is.Zero);
        Assert.That(readable, Is.EqualTo(read));
    }

    private FrameInfo Read(VideoCodec codec, string payload, uint timestamp = 0, bool marker = false)
    {
        Assert.That(RtpPacket.TryParse(Packets.Rtp(Packets.Hex(payload), timestamp, marker: marker), out var packet));
        return FrameReader.Read(codec, packet, default, ref _state);
    }
}
