using Protocols.Codecs;

namespace Protocols.Tests.Codecs;

public sealed class Vp8DescriptorTests
{
    // A libvpx key frame of 640×360 as a browser sends it: X S, I L T K, 15-bit id 0x1234, TL0 7, TID 0 Y 1 KEYIDX 3.
    public const string KeyFrame = "90 F0 92 34 07 23 10 02 00 9D 01 2A 80 02 68 01 00";

    [Test]
    public void A_browsers_key_frame_is_read_field_by_field()
    {
        Assert.That(Vp8Descriptor.TryParse(Packets.Hex(KeyFrame), out var vp8));

        Assert.That(vp8.Length, Is.EqualTo(6));
        Assert.That(vp8.StartsFrame);
        Assert.That(vp8.PictureId, Is.EqualTo(0x1234));
        Assert.That(vp8.PictureIdBits, Is.EqualTo(15));
        Assert.That(vp8.BaseLayerIndex, Is.EqualTo(7));
        Assert.That(vp8.TemporalLayer, Is.Zero);
        Assert.That(vp8.IsLayerSync);
        Assert.That(vp8.KeyIndex, Is.EqualTo(3));
        Assert.That(vp8.IsKeyFrame);
        Assert.That((vp8.Width, vp8.Height), Is.EqualTo((640, 360)));
    }

    [TestCase("00 01", false, -1, 0)]                   // no extension at all, and no start of a partition
    [TestCase("10 01", true, -1, 0)]                    // start of the first partition
    [TestCase("11 01", false, -1, 0)]                   // start of the second partition is no start of a frame
    [TestCase("90 80 11 01", true, 0x11, 7)]            // 7-bit picture id (RFC 7741 §4.6 example shapes)
    [TestCase("90 80 81 11 01", true, 0x111, 15)]
    [TestCase("90 00 01", true, -1, 0)]                 // extension byte with nothing announced
    public void Optional_fields_may_be_absent(string bytes, bool starts, int pictureId, int width)
    {
        Assert.That(Vp8Descriptor.TryParse(Packets.Hex(bytes), out var vp8));

        Assert.That(vp8.StartsFrame, Is.EqualTo(starts));
        Assert.That(vp8.PictureId, Is.EqualTo(pictureId));
        Assert.That(vp8.PictureIdBits, Is.EqualTo(width));
        Assert.That(vp8.IsKeyFrame, Is.False);
    }

    [Test]
    public void A_key_index_without_a_temporal_layer_shares_its_byte()
    {
        Assert.That(Vp8Descriptor.TryParse(Packets.Hex("90 10 FF 01"), out var vp8));

        Assert.That(vp8.KeyIndex, Is.EqualTo(31));
        Assert.That(vp8.TemporalLayer, Is.Zero, "the TID bits are to be ignored when only K is set (RFC 7741 §4.2)");
    }

    [TestCase("")]
    [TestCase("90")]
    [TestCase("90 80")]
    [TestCase("90 80 91")]
    [TestCase("90 40")]
    [TestCase("90 20")]
    [TestCase("90 F0 92 34 07 23")]
    public void A_descriptor_without_all_its_bytes_or_without_payload_is_refused(string bytes) =>
        Assert.That(Vp8Descriptor.TryParse(Packets.Hex(bytes), out _), Is.False);

    [Test]
    public void No_bytes_make_the_parser_throw_or_claim_more_than_there_is()
    {
        foreach (var bytes in Packets.Hostile(Packets.Hex(KeyFrame), seed: 1))
        {
            if (Vp8Descriptor.TryParse(bytes, out var vp8))
                Assert.That(vp8.Length, Is.LessThan(bytes.Length));
        }
    }
}
