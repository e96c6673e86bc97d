using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace Protocols.Tests.Sdp.Terminals;

/// <summary>Which H.264 may be forwarded to whom without touching it, and how large pictures may be made.</summary>
public sealed class H264DecodingTests
{
    [TestCase("42e01f", 1, "42800d", 0, true, Description = "what a terminal calls Baseline, in single units, to a browser")]
    [TestCase("42001f", 1, "42e01f", 1, true)]
    [TestCase("42e01f", 0, "42e01f", 1, false, Description = "fragments to who knows single units only")]
    [TestCase("640c1f", 1, "42801f", 1, true)]
    [TestCase("42e01f", 1, "640028", 1, false)]
    [TestCase("640028", 1, "640c28", 1, true)]
    [TestCase("640c28", 1, "640028", 1, false)]
    [TestCase("4d001f", 1, "640028", 1, false)]
    public void A_decoder_takes_lesser_profiles_and_modes(string ours, int ourMode, string sent, int sentMode, bool takes) =>
        Assert.That(Codec(ours, ourMode).Takes(Codec(sent, sentMode)), Is.EqualTo(takes));

    [TestCase(8_192, 245_760, 30, "1920x1080")]
    [TestCase(8_192, 108_000, 30, "1280x720", Description = "1080p only at 13 pictures a second")]
    [TestCase(3_600, 108_000, 60, "1280x720")]
    [TestCase(1_620, 40_500, 30, "848x480")]
    [TestCase(396, 11_880, 30, "352x288")]
    [TestCase(0, 0, 1, "176x144")]
    public void The_largest_size_is_one_that_still_moves(int macroblocks, int rate, int frameRate, string size) =>
        Assert.That(new PictureLimit(macroblocks, rate, frameRate, Bitrate.Unlimited).LargestSize().ToString(), Is.EqualTo(size));

    private static CodecDescription Codec(string profile, int mode) => new()
    {
        PayloadType = new PayloadType(97),
        Name = CodecName.H264,
        EncodingName = "H264",
        ClockRate = 90_000,
        Format = FormatParameters.Of(("profile-level-id", profile), ("packetization-mode", $"{mode}")),
    };
}
