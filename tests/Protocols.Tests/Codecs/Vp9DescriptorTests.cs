using Protocols.Codecs;

namespace Protocols.Tests.Codecs;

public sealed class Vp9DescriptorTests
{
    // I L B V, 15-bit id, TID 0 U 0 SID 0 D 0, TL0 9, SS: 3 layers with sizes, a picture group of 2, the second with one P_DIFF.
    public const string KeyFrame = "AA 80 05 00 09 58 01 40 00 B4 02 80 01 68 05 00 02 D0 02 00 34 01 AA BB";

    [Test]
    public void A_key_picture_with_a_scalability_structure_is_read_field_by_field()
    {
        Assert.That(Vp9Descriptor.TryParse(Packets.Hex(KeyFrame), out var vp9));

        Assert.That(vp9.Length, Is.EqualTo(22));
        Assert.That(vp9.IsKeyFrame && vp9.StartsFrame && !vp9.EndsFrame && !vp9.IsFlexible);
        Assert.That((vp9.PictureId, vp9.PictureIdBits), Is.EqualTo((5, 15)));
        Assert.That(vp9.BaseLayerIndex, Is.EqualTo(9));
        Assert.That(vp9.SpatialLayerCount, Is.EqualTo(3));
        Assert.That((vp9.Width, vp9.Height), Is.EqualTo((320, 180)));
    }

    [Test]
    public void Flexible_mode_lists_the_pictures_it_refers_to()
    {
        // I P L F E Z, 7-bit id 0x22, TID 2 U 1 SID 1 D 1, P_DIFF 1 and 4.
        Assert.That(Vp9Descriptor.TryParse(Packets.Hex("F5 22 53 03 08 AA"), out var vp9));

        Assert.That(vp9.IsFlexible && vp9.IsInterPicturePredicted && vp9.EndsFrame && vp9.IsNotUsedForUpperSpatialLayers);
        Assert.That((vp9.PictureId, vp9.PictureIdBits), Is.EqualTo((0x22, 7)));
        Assert.That((vp9.TemporalLayer, vp9.SpatialLayer), Is.EqualTo((2, 1)));
        Assert.That(vp9.IsSwitchingUpPoint && vp9.IsInterLayerPredicted);
        Assert.That(vp9.BaseLayerIndex, Is.EqualTo(-1));
        Assert.That(vp9.ReferenceCount, Is.EqualTo(2));
        Assert.That((vp9.Reference(0), vp9.Reference(1)), Is.EqualTo((1, 4)));
    }

    [TestCase("")]
    [TestCase("80")]
    [TestCase("80 80")]
    [TestCase("20 00")]
    [TestCase("50 03 03 03 02 AA", TestName = "Four references are one too many")]
    [TestCase("02 18")]
    [TestCase("02 10 01 40")]
    [TestCase("02 08 05 00")]
    [TestCase("8A 05", TestName = "A descriptor with no payload behind it is refused")]
    public void What_does_not_fit_is_refused(string bytes) =>
        Assert.That(Vp9Descriptor.TryParse(Packets.Hex(bytes), out _), Is.False);

    [Test]
    public void No_bytes_make_the_parser_throw_or_claim_more_than_there_is()
    {
        foreach (var bytes in Packets.Hostile(Packets.Hex(KeyFrame), seed: 2))
        {
            if (Vp9Descriptor.TryParse(bytes, out var vp9))
                Assert.That(vp9.Length, Is.LessThan(bytes.Length));
        }
    }
}
