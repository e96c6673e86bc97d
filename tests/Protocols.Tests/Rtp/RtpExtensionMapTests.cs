using Protocols.Rtp;

namespace Protocols.Tests.Rtp;

public sealed class RtpExtensionMapTests
{
    [Test]
    public void Every_kind_has_a_URI_that_leads_back_to_it()
    {
        foreach (var kind in Enum.GetValues<RtpExtensionKind>().Where(k => k != RtpExtensionKind.Unknown))
        {
            Assert.That(RtpExtensionUris.UriOf(kind), Is.Not.Empty, $"{kind}");
            Assert.That(RtpExtensionUris.KindOf(RtpExtensionUris.UriOf(kind)), Is.EqualTo(kind));
        }
    }

    [TestCase("urn:ietf:params:rtp-hdrext:ssrc-audio-level", RtpExtensionKind.AudioLevel)]
    [TestCase("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", RtpExtensionKind.TransportSequence)]
    [TestCase("urn:3gpp:video-orientation", RtpExtensionKind.VideoOrientation)]
    [TestCase("http://www.webrtc.org/experiments/rtp-hdrext/video-timing", RtpExtensionKind.Unknown)]
    [TestCase("", RtpExtensionKind.Unknown)]
    public void A_URI_is_known_exactly_as_browsers_write_it(string uri, RtpExtensionKind kind) =>
        Assert.That(RtpExtensionUris.KindOf(uri), Is.EqualTo(kind));

    [Test]
    public void The_map_answers_both_ways_and_says_zero_for_what_was_not_agreed()
    {
        var map = new RtpExtensionMap(new(4, RtpExtensionKind.Mid), new(200, RtpExtensionKind.DependencyDescriptor));

        Assert.That(map.IdOf(RtpExtensionKind.Mid), Is.EqualTo(4));
        Assert.That(map.KindOf(200), Is.EqualTo(RtpExtensionKind.DependencyDescriptor));
        Assert.That(map.IdOf(RtpExtensionKind.Rid), Is.Zero);
        Assert.That(map.KindOf(5), Is.EqualTo(RtpExtensionKind.Unknown));
        Assert.That(map.IdOf((RtpExtensionKind)250), Is.Zero);
    }

    [Test]
    public void The_first_of_two_claims_to_a_number_or_kind_counts()
    {
        var map = new RtpExtensionMap(
            new(1, RtpExtensionKind.Mid), new(1, RtpExtensionKind.Rid), new(2, RtpExtensionKind.Mid), new(0, RtpExtensionKind.AudioLevel), new(9, (RtpExtensionKind)99));

        Assert.That(map.KindOf(1), Is.EqualTo(RtpExtensionKind.Mid));
        Assert.That(map.IdOf(RtpExtensionKind.Mid), Is.EqualTo(1));
        Assert.That(map.Has(RtpExtensionKind.Rid), Is.False);
        Assert.That(map.KindOf(2), Is.EqualTo(RtpExtensionKind.Unknown));
        Assert.That(map.KindOf(0), Is.EqualTo(RtpExtensionKind.Unknown));
        Assert.That(map.KindOf(9), Is.EqualTo(RtpExtensionKind.Unknown));
    }

    // The layout of a first video packet from Chromium: abs-send-time 2, transport sequence 3, mid 4, rid 10.
    [Test]
    public void Values_are_found_by_kind_in_a_packet_as_Chromium_sends_it()
    {
        var bytes = Convert.FromHexString(
            "90E012345678ABCD00C0FFEE" + "BEDE0004" + "22A1B2C3" + "310007" + "4030" + "A0" + "68" + "000000" + "0000" + "9000");
        var map = new RtpExtensionMap(
            new(2, RtpExtensionKind.AbsSendTime), new(3, RtpExtensionKind.TransportSequence), new(4, RtpExtensionKind.Mid), new(10, RtpExtensionKind.Rid),
            new(13, RtpExtensionKind.VideoOrientation));

        Assert.That(RtpPacket.TryParse(bytes, out var packet));
        Assert.That(map.TryFind(packet, RtpExtensionKind.AbsSendTime, out var sendTime));
        Assert.That(Convert.ToHexString(sendTime), Is.EqualTo("A1B2C3"));
        Assert.That(map.TryFind(packet, RtpExtensionKind.TransportSequence, out var sequence));
        Assert.That(Convert.ToHexString(sequence), Is.EqualTo("0007"));
        Assert.That(map.TryFind(packet, RtpExtensionKind.Mid, out var mid));
        Assert.That(mid.SequenceEqual("0"u8));
        Assert.That(map.TryFind(packet, RtpExtensionKind.Rid, out var rid));
        Assert.That(rid.SequenceEqual("h"u8));
        Assert.That(map.TryFind(packet, RtpExtensionKind.VideoOrientation, out _), Is.False, "agreed but absent");
        Assert.That(map.TryFind(packet, RtpExtensionKind.AudioLevel, out _), Is.False, "not agreed");
    }

    // Two roads over the same stranger's bytes must not part.
    [Test]
    public void Finding_and_walking_agree_on_any_block([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[60];
        for (var round = 0; round < 2_000; round++)
        {
            random.NextBytes(bytes);
            bytes[0] = 0x90;
            var words = random.Next(0, 11);
            var profile = random.Next(2) == 0 ? 0xBEDE : 0x1000;
            (bytes[12], bytes[13], bytes[14], bytes[15]) = ((byte)(profile >> 8), (byte)profile, 0, (byte)words);
            for (var i = random.Next(0, 30); i > 0; i--)
                bytes[random.Next(16, bytes.Length)] &= 0x31;

            Assert.That(RtpPacket.TryParse(bytes, out var packet));
            var walked = new Dictionary<byte, byte[]>();
            foreach (var element in packet.Extensions)
                walked.TryAdd(element.Id, element.Value.ToArray());

            for (var id = 1; id < 256; id++)
            {
                var isFound = packet.Extensions.TryFind((byte)id, out var value);
                if (isFound != walked.TryGetValue((byte)id, out var expected) || (isFound && !value.SequenceEqual(expected)))
                    Assert.Fail($"id {id} in {Convert.ToHexString(bytes)}");
            }
        }
    }
}
