using Protocols.Codecs;
using Protocols.Rtp;

namespace Protocols.Tests.Codecs;

public sealed class DependencyDescriptorTests
{
    // The first packet of an L3T3 stream from Chrome's AV1 encoder, and some that follow.
    public const string ChromeKeyFrame =
        "c1017280081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a80006000040001d954926e082b04a0941b820ac1282503157f974000c"
        + "a864330e222222eca8655304224230eca877530077004200ef008601df010d";

    [Test]
    public void Chromes_structure_is_read()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(Packets.Hex(ChromeKeyFrame), history, out var key));

        Assert.That(key.StartsFrame && key.EndsFrame && key.HasStructure);
        Assert.That(key.FrameNumber, Is.EqualTo(0x0172));
        Assert.That((key.SpatialLayer, key.TemporalLayer), Is.EqualTo((0, 0)));
        Assert.That((key.Structure.TargetCount, key.Structure.ChainCount, key.Structure.TopSpatialLayer), Is.EqualTo((9, 3, 2)));
        Assert.That(Enumerable.Range(0, 9).Select(history.Current.TargetSpatialLayer), Is.EqualTo([0, 0, 0, 1, 1, 1, 2, 2, 2]));
        Assert.That(Enumerable.Range(0, 9).Select(history.Current.TargetTemporalLayer), Is.EqualTo([0, 1, 2, 0, 1, 2, 0, 1, 2]));
        Assert.That(Enumerable.Range(0, 9).Select(history.Current.ProtectedBy), Is.EqualTo([0, 0, 0, 1, 1, 1, 2, 2, 2]));
        Assert.That(Enumerable.Range(0, 3).Select(history.Current.Size), Is.EqualTo([(120, 67), (240, 135), (480, 270)]));
        Assert.That(key.Structure.AllTargets, Is.EqualTo(0x1FF));
    }

    [Test]
    public void What_follows_is_read_with_it()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(Packets.Hex(ChromeKeyFrame), history, out _));
        Assert.That(history.ActiveTargets, Is.EqualTo(0x1FF));

        Assert.That(DependencyDescriptor.TryParse(Packets.Hex("86017340fc"), history, out var upper));
        Assert.That(upper.StartsFrame && !upper.EndsFrame && !upper.HasStructure);
        Assert.That((upper.SpatialLayer, upper.TemporalLayer), Is.EqualTo((1, 0)));
        Assert.That(history.ActiveTargets, Is.EqualTo(0x3F));

        Assert.That(DependencyDescriptor.TryParse(Packets.Hex("c3017540fc"), history, out var later));
        Assert.That((later.SpatialLayer, later.TemporalLayer, later.FrameNumber), Is.EqualTo((0, 2, 0x0175)));
    }

    [Test]
    public void A_template_gives_indications_distances_and_chains()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L2T1, 1, 100), history, out _));
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.Short(2, 103), history, out var upper));

        Assert.That((upper.Indication(0), upper.Indication(1)), Is.EqualTo((DecodeTargetIndication.NotPresent, DecodeTargetIndication.Required)));
        Assert.That((upper.ChainDistance(0), upper.ChainDistance(1)), Is.EqualTo((1, 1)));
        Assert.That(Distances(upper), Is.EqualTo([2, 1]));
    }

    [Test]
    public void A_frame_may_have_its_own_instead()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L2T1, 1, 100), history, out _));
        var bytes = new DescriptorBits().Head(2, 105).Add("00111")
            .Add("0110").Add(1, 2).Add(4, 4).Add(3, 2).Add(699, 12).Add(0, 2).Add(200, 8).Add(3, 8).ToBytes();

        Assert.That(DependencyDescriptor.TryParse(bytes, history, out var own));

        Assert.That((own.Indication(0), own.Indication(1)), Is.EqualTo((DecodeTargetIndication.Discardable, DecodeTargetIndication.Switch)));
        Assert.That(Distances(own), Is.EqualTo([5, 700]));
        Assert.That((own.ChainDistance(0), own.ChainDistance(1)), Is.EqualTo((200, 3)));
    }

    [Test]
    public void Nothing_is_read_before_the_first_structure()
    {
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.Short(0, 1), new DependencyHistory(), out _), Is.False);
    }

    [Test]
    public void Late_packets_are_read_with_the_structure_they_were_written_with()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10), history, out _));
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L2T1, 11, 20, offset: 10), history, out _));

        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.Short(3, 19), history, out var late));
        Assert.That(late.TemporalLayer, Is.EqualTo(2));

        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.Short(12, 21), history, out var next));
        Assert.That(next.SpatialLayer, Is.EqualTo(1));
    }

    [Test]
    public void A_late_structure_does_not_replace_a_newer_one()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L2T1, 11, 20, offset: 10), history, out _));
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10), history, out var late));

        Assert.That(late.Structure.TargetCount, Is.EqualTo(3));
        Assert.That(history.Current.TargetCount, Is.EqualTo(2));
        Assert.That(history.ActiveTargets, Is.EqualTo(0b11));
    }

    [Test]
    public void A_structure_is_new_after_any_number_of_frames_without_one()
    {
        var state = default(CodecReaderState);
        Read(ref state, DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10), 0);
        for (var frame = 11; frame < 50_000; frame += 500)
            Read(ref state, DescriptorBits.Short(1, frame), (uint)frame);

        Read(ref state, DescriptorBits.WithStructure(DescriptorBits.L2T1, 11, 50_001, offset: 10), 60_000);

        Assert.That(state.Dependencies!.Current.TargetCount, Is.EqualTo(2));
    }

    [Test]
    public void A_sender_that_counts_anew_is_followed()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10_000), history, out _));
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L2T1, 1, 5), history, out _));

        Assert.That(history.Current.TargetCount, Is.EqualTo(2));
    }

    [Test]
    public void A_template_that_the_structure_lacks_is_refused()
    {
        var history = new DependencyHistory();
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10), history, out _));

        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.Short(5, 11), history, out _), Is.False);
        Assert.That(DependencyDescriptor.TryParse(DescriptorBits.WithStructure(DescriptorBits.L1T3, 9, 12), history, out _), Is.False);
    }

    [Test]
    public void No_bytes_make_the_parser_throw_or_read_outside_them()
    {
        var history = new DependencyHistory();
        foreach (var bytes in Packets.Hostile(Packets.Hex(ChromeKeyFrame), seed: 7, count: 6_000).Concat(Packets.Hostile(Packets.Hex("86017340fc"), seed: 8)))
        {
            if (!DependencyDescriptor.TryParse(bytes, history, out var descriptor))
                continue;

            var count = Distances(descriptor).Count;
            for (var target = 0; target < descriptor.Structure.TargetCount; target++)
                count += (int)descriptor.Indication(target);

            for (var chain = 0; chain < descriptor.Structure.ChainCount; chain++)
                count += descriptor.ChainDistance(chain);

            Assert.That(count, Is.GreaterThanOrEqualTo(0));
        }
    }

    [Test]
    public void The_frame_reader_finds_temporal_layers_and_where_they_may_begin()
    {
        var state = default(CodecReaderState);
        var key = Read(ref state, DescriptorBits.WithStructure(DescriptorBits.L1T3, 0, 10, sizes: [(640, 360)]), 0);
        var top = Read(ref state, DescriptorBits.Short(3, 11), 3_000);
        var middle = Read(ref state, DescriptorBits.Short(2, 12), 6_000);
        var topAgain = Read(ref state, DescriptorBits.Short(4, 13), 9_000);
        var low = Read(ref state, DescriptorBits.Short(1, 14), 12_000);

        Assert.That(key.IsEntryPoint && key is { Width: 640, Height: 360, HasStructure: true });
        Assert.That(top is { TemporalLayer: 2, IsTemporalSwitchPoint: true, Discardable: true, IsKeyFrame: false });
        Assert.That(middle is { TemporalLayer: 1, IsTemporalSwitchPoint: true, Discardable: false });
        Assert.That(topAgain is { TemporalLayer: 2, IsTemporalSwitchPoint: false });
        Assert.That(low is { TemporalLayer: 0, IsTemporalSwitchPoint: true, IsSpatialSwitchPoint: false });
    }

    [Test]
    public void Full_and_key_only_scalability_differ_in_what_upper_layers_need()
    {
        var state = default(CodecReaderState);
        var lowerKey = Read(ref state, DescriptorBits.WithStructure(DescriptorBits.L2T1Key, 1, 10), 0);
        var upperKey = Read(ref state, DescriptorBits.Short(3, 11), 0);
        var lower = Read(ref state, DescriptorBits.Short(0, 12), 3_000);
        var upper = Read(ref state, DescriptorBits.Short(2, 13), 3_000);

        Assert.That(lowerKey.IsEntryPoint && lowerKey.IsNeededFor(1, 0));
        Assert.That(upperKey is { IsKeyFrame: true, IsSpatialSwitchPoint: true, IsEntryPoint: false });
        Assert.That(lower.IsNeededFor(1, 0), Is.False);
        Assert.That(lower.IsNeededFor(0, 0));
        Assert.That(upper is { IsSpatialSwitchPoint: false, SpatialLayer: 1 });

        state = default;
        Read(ref state, DescriptorBits.WithStructure(DescriptorBits.L2T1, 1, 10), 0);
        Assert.That(Read(ref state, DescriptorBits.Short(0, 12), 3_000).IsNeededFor(1, 0));
    }

    [Test]
    public void An_unreadable_descriptor_leaves_the_payload_to_tell()
    {
        var state = default(CodecReaderState);
        var frame = Read(ref state, DescriptorBits.Short(0, 1), 0);

        Assert.That(frame.IsEntryPoint && frame.Structure is null);
    }

    [Test]
    public void Reading_an_ordinary_packet_allocates_nothing()
    {
        var state = default(CodecReaderState);
        var key = Packets.Hex(ChromeKeyFrame);
        var next = Packets.Hex("86017340fc");
        var packet = Packets.Rtp(Packets.Hex("18 0A 0B"));
        var (packets, read) = (0, 0);
        Assert.That(Allocations.Least(() =>
        {
            for (var i = 0; i < 1_000; i++, packets++)
            {
                _ = RtpPacket.TryParse(packet, out var view);
                read += FrameReader.Read(VideoCodec.Av1, view, i % 10 == 0 ? key : next, ref state).Structure is null ? 0 : 1;
            }
        }), Is.Zero);
        Assert.That(read, Is.EqualTo(packets));
    }

    private static List<int> Distances(in DependencyDescriptor descriptor)
    {
        var distances = new List<int>();
        foreach (var distance in descriptor.Distances)
            distances.Add(distance);

        return distances;
    }

    private static FrameInfo Read(ref CodecReaderState state, byte[] descriptor, uint timestamp)
    {
        Assert.That(RtpPacket.TryParse(Packets.Rtp(Packets.Hex("18 0A 0B"), timestamp), out var packet));
        return FrameReader.Read(VideoCodec.Av1, packet, descriptor, ref state);
    }
}
