using Protocols.Codecs;

namespace Protocols.Tests.Codecs;

public sealed class H264NalTests
{
    // x264 constrained baseline 1280×720 (level 3.1), as in many session descriptions' sprop-parameter-sets.
    public const string Sps720 = "67 42 C0 1F D9 00 50 05 BB 01 6A 02 02 02 80 00 00 03 00 80 00 00 1E 07 8C 18 CB";

    [Test]
    public void A_parameter_set_gives_profile_level_and_size()
    {
        Assert.That(H264Sps.TryParse(Packets.Hex(Sps720), out var sps));

        Assert.That((sps.Profile, sps.Constraints, sps.Level), Is.EqualTo(((byte)0x42, (byte)0xC0, (byte)0x1F)));
        Assert.That((sps.Width, sps.Height), Is.EqualTo((1280, 720)));
    }

    [Test]
    public void Cropping_takes_1088_lines_back_to_1080()
    {
        // High profile: chroma 1, 8 bits, no scaling lists; 120 × 68 macroblocks, bottom crop 4.
        Assert.That(H264Sps.TryParse(Packets.Hex("67 64 00 28 AC D9 40 78 02 27 E5 84 00 00 03 00 04 00 00 03 00 F0 3C 60 C6 58"), out var sps));

        Assert.That((sps.Width, sps.Height), Is.EqualTo((1920, 1080)));
    }

    [TestCase("65 88 80", true, false, false, true, TestName = "A single IDR slice with the first macroblock")]
    [TestCase("65 08 80", true, false, false, false, TestName = "A later IDR slice")]
    [TestCase("41 9A 00", false, false, false, true, TestName = "A predicted slice")]
    [TestCase("67 42 C0 1F D9", false, true, false, true, TestName = "A sequence parameter set")]
    [TestCase("68 CE 3C 80", false, false, true, true, TestName = "A picture parameter set")]
    [TestCase("06 05 FF", false, false, false, true, TestName = "An SEI message")]
    [TestCase("78 00 05 67 42 C0 1F D9 00 04 68 CE 3C 80", false, true, true, true, TestName = "Both parameter sets in one aggregate")]
    [TestCase("78 00 02 68 CE 00 03 65 88 80", true, false, true, true, TestName = "An aggregate that ends with the slice")]
    [TestCase("7C 85 88 80", true, false, false, true, TestName = "The first fragment of an IDR slice")]
    [TestCase("7C 05 88 80", true, false, false, false, TestName = "A middle fragment")]
    [TestCase("7C 45 88 80", true, false, false, false, TestName = "The last fragment")]
    [TestCase("5C 81 9A 80", false, false, false, true, TestName = "The first fragment of a predicted slice")]
    public void A_payload_says_what_it_carries(string bytes, bool idr, bool sps, bool pps, bool mayStart)
    {
        Assert.That(H264Nal.TryParse(Packets.Hex(bytes), out var nal));

        Assert.That((nal.ContainsIdr, nal.ContainsSps, nal.ContainsPps, nal.MayStartPicture), Is.EqualTo((idr, sps, pps, mayStart)));
    }

    [Test]
    public void Fragments_know_their_ends()
    {
        Assert.That(H264Nal.TryParse(Packets.Hex("7C 85 88 80"), out var first));
        Assert.That(H264Nal.TryParse(Packets.Hex("7C 45 88 80"), out var last));

        Assert.That((first.ContinuesFragment, first.EndsNal), Is.EqualTo((false, false)));
        Assert.That((last.ContinuesFragment, last.EndsNal), Is.EqualTo((true, true)));
    }

    [TestCase("")]
    [TestCase("65")]
    [TestCase("E5 88", TestName = "The forbidden bit")]
    [TestCase("60 00", TestName = "Type 0")]
    [TestCase("78 00 05 67 42", TestName = "An aggregate whose unit runs over the end")]
    [TestCase("78 00 00 67", TestName = "An aggregate with an empty unit")]
    [TestCase("78 00 01 67 00", TestName = "An aggregate with a torn length")]
    [TestCase("7C 85", TestName = "A fragment of nothing")]
    [TestCase("79 00 00 00 02 67 42", TestName = "STAP-B, which no answer of ours allows")]
    public void What_does_not_fit_is_refused(string bytes) =>
        Assert.That(H264Nal.TryParse(Packets.Hex(bytes), out _), Is.False);

    [Test]
    public void No_bytes_make_the_parsers_throw()
    {
        foreach (var bytes in Packets.Hostile(Packets.Hex("78 00 1B" + Sps720 + "00 04 68 CE 3C 80"), seed: 3))
            _ = H264Nal.TryParse(bytes, out _);

        foreach (var bytes in Packets.Hostile(Packets.Hex(Sps720), seed: 4))
        {
            if (H264Sps.TryParse(bytes, out var sps))
                Assert.That(sps.Width is > 0 and <= 16_384 && sps.Height is > 0 and <= 32_768);
        }
    }
}
