using Protocols.Dtls;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

public sealed class AttributeValueTests
{
    [TestCase("111 opus/48000/2", "111 opus/48000/2")]
    [TestCase("9 G722/8000/1", "9 G722/8000")]
    [TestCase("128 opus/48000", null)]
    [TestCase("96 VP8", null)]
    [TestCase("96 VP8/0", null)]
    [TestCase("96", null)]
    public void Rtpmap(string value, string? written) => Check<RtpMap>(value, RtpMap.TryParse, written);

    [TestCase("3 urn:ietf:params:rtp-hdrext:sdes:mid", "3 urn:ietf:params:rtp-hdrext:sdes:mid")]
    [TestCase("6/recvonly uri params of it", "6/recvonly uri params of it")]
    [TestCase("6/sendrecv uri", "6 uri")]
    [TestCase("0 uri", null)]
    [TestCase("256 uri", null)]
    [TestCase("1/sideways uri", null)]
    [TestCase("1", null)]
    public void Extmap(string value, string? written) => Check<ExtMap>(value, ExtMap.TryParse, written);

    [TestCase("96 nack pli", "96 nack pli")]
    [TestCase("* ccm fir", "* ccm fir")]
    [TestCase("x nack", null)]
    [TestCase("96", null)]
    public void RtcpFb(string value, string? written) => Check<RtcpFeedback>(value, RtcpFeedback.TryParse, written);

    [TestCase("4294967295 cname:{a b}", "4294967295 cname:{a b}")]
    [TestCase("1 bare", "1 bare")]
    [TestCase("4294967296 cname:a", null)]
    [TestCase("1 ", null)]
    public void Ssrc(string value, string? written) => Check<SsrcAttribute>(value, SsrcAttribute.TryParse, written);

    [TestCase("FID 1 2", "FID 1 2")]
    [TestCase("SIM 1 2 3", "SIM 1 2 3")]
    [TestCase("FID", null)]
    [TestCase("FID 1 x", null)]
    public void SsrcGroups(string value, string? written) => Check<SsrcGroup>(value, SsrcGroup.TryParse, written);

    [TestCase("q send", "q send")]
    [TestCase("1 recv pt=97,98;max-width=1280;depend", "1 recv pt=97,98;max-width=1280;depend")]
    [TestCase("q both", null)]
    [TestCase("q;w send", null)]
    [TestCase("q send pt=200", null)]
    [TestCase("q", null)]
    public void Rids(string value, string? written) => Check<RidDescription>(value, RidDescription.TryParse, written);

    [TestCase("send q;h;f", "send q;h;f")]
    [TestCase("send 1,~4;2;3 recv 5", "send 1,~4;2;3 recv 5")]
    [TestCase("recv ~a", "recv ~a")]
    [TestCase("send q;;f", null)]
    [TestCase("send q send f", null)]
    [TestCase("send", null)]
    [TestCase("both q", null)]
    public void Simulcast(string value, string? written) => Check<SimulcastDescription>(value, SimulcastDescription.TryParse, written);

    [TestCase("AS:2000", 2_000_000)]
    [TestCase("TIAS:2000", 2_000)]
    [TestCase("AS:9223372036854775807", long.MaxValue)]
    public void Bandwidths_come_in_bits_per_second(string value, long bits)
    {
        Assert.That(SdpBandwidth.TryParse(value, out var bandwidth), Is.True);
        Assert.That(bandwidth.Bitrate.BitsPerSecond, Is.EqualTo(bits));
    }

    [Test]
    public void Format_parameters_keep_their_order_and_compare_without_case()
    {
        var format = FormatParameters.Parse("level-asymmetry-allowed=1; Packetization-Mode=1;profile-level-id=42e01f ;sprop-parameter-sets=Z0I=,aM4=");
        Assert.That(format.PacketizationMode, Is.EqualTo(1));
        Assert.That(format["sprop-parameter-sets"], Is.EqualTo("Z0I=,aM4="));
        Assert.That(format.ToString(), Is.EqualTo("level-asymmetry-allowed=1;Packetization-Mode=1;profile-level-id=42e01f;sprop-parameter-sets=Z0I=,aM4="));
        Assert.That(FormatParameters.Parse("111/111").Plain, Is.EqualTo("111/111"));
    }

    [Test]
    public void A_fingerprint_is_read_and_written_alike()
    {
        const string Value = "sha-256 00:07:0E:15:1C:23:2A:31:38:3F:46:4D:54:5B:62:69:70:77:7E:85:8C:93:9A:A1:A8:AF:B6:BD:C4:CB:D2:D9";
        Assert.That(Fingerprint.TryParse(Value, out var fingerprint), Is.True);
        Assert.That(fingerprint.ToString(), Is.EqualTo(Value));
    }

    // RFC 6184 table 5 and the values that browsers and telephones send.
    [TestCase("42e01f", H264ProfileName.ConstrainedBaseline)]
    [TestCase("42c01e", H264ProfileName.ConstrainedBaseline)]
    [TestCase("4d801f", H264ProfileName.ConstrainedBaseline)]
    [TestCase("58c01f", H264ProfileName.ConstrainedBaseline)]
    [TestCase("42001f", H264ProfileName.Baseline)]
    [TestCase("428014", H264ProfileName.Baseline)]
    [TestCase("4d001f", H264ProfileName.Main)]
    [TestCase("640c1f", H264ProfileName.ConstrainedHigh)]
    [TestCase("64001f", H264ProfileName.High)]
    [TestCase("f4001f", H264ProfileName.High444Predictive)]
    [TestCase("7a001f", H264ProfileName.Other)]
    public void The_profile_is_told_from_three_bytes(string text, H264ProfileName name)
    {
        Assert.That(H264Profile.TryParse(text, out var profile), Is.True);
        Assert.That(profile.Name, Is.EqualTo(name));
        Assert.That(profile.ToString(), Is.EqualTo(text));
    }

    // Level 1b is written as 11 with a flag, and lies between 1 and 1.1.
    [TestCase("42e00a", "42f00b", true)]
    [TestCase("42f00b", "42e00b", true)]
    [TestCase("42e00b", "42f00b", false)]
    [TestCase("42e01f", "42e01f", false)]
    [TestCase("42e01f", "42e028", true)]
    public void Levels_are_ordered(string a, string b, bool lower)
    {
        Assert.That(H264Profile.TryParse(a, out var left) && H264Profile.TryParse(b, out var right) && left.IsLowerLevelThan(right), Is.EqualTo(lower));
    }

    private static void Check<T>(string value, AttributeParser<T> parser, string? written)
    {
        var read = parser(value, out var parsed);
        Assert.That(read ? parsed!.ToString() : null, Is.EqualTo(written));
    }
}
