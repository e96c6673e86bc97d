using Protocols.Dtls;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

public sealed class WebRtcOfferTests
{
    private static readonly WantedSection Sound = new() { Mid = new("0"), Kind = MediaKind.Audio, Direction = MediaDirection.Send, Stream = Samples.Microphone };
    private static readonly WantedSection Picture = new() { Mid = new("1"), Kind = MediaKind.Video, Direction = MediaDirection.Send, Stream = Samples.Camera };

    public static SessionDescription TwoStreams() => WebRtcOffer.Make([Sound, Picture], Samples.Server, new());

    /// <summary>What a browser says to our offer: the same sections turned round, its own credentials, DTLS opened by it.</summary>
    public static SessionDescription BrowserAnswer(SessionDescription offer)
    {
        var answer = Samples.Parsed(offer.ToString());
        answer.Attributes.RemoveAll("ice-lite");
        foreach (var media in answer.Media)
        {
            var direction = answer.DirectionOf(media);
            media.Attributes.RemoveAll(direction.AttributeName());
            media.Attributes.Add(direction.Reversed().AttributeName());
            foreach (var name in new[] { "candidate", "end-of-candidates", "ssrc", "ssrc-group", "msid", "setup", "ice-ufrag", "ice-pwd" })
                media.Attributes.RemoveAll(name);

            if (media.Port == 0)
                continue;

            media.Attributes.Add("setup", "active");
            media.Attributes.Add("ice-ufrag", "Brws");
            media.Attributes.Add("ice-pwd", "aaaaaaaaaaaaaaaaaaaaaaaa");
        }

        return answer;
    }

    [Test]
    public void What_we_offer_to_send_is_what_we_send_when_the_answer_has_come()
    {
        var session = Negotiated(TwoStreams());
        Assert.That(session.Media.Select(media => media.Direction), Is.All.EqualTo(MediaDirection.Send));
        Assert.That(session.Media.Select(media => media.LocalStream!.Ssrc), Is.EqualTo([Samples.Microphone.Ssrc, Samples.Camera.Ssrc]));
        Assert.That(session.Video().LocalStream!.RtxSsrc, Is.EqualTo(Samples.Camera.RtxSsrc));
        Assert.That(session.Video().Codecs[0].RtxPayloadType, Is.EqualTo(new PayloadType(97)));
        Assert.That(session.Video().SendExtensions.Has(RtpExtensionKind.TransportSequence), Is.True);
        Assert.That(session.DtlsRole, Is.EqualTo(DtlsRole.Server));
        Assert.That(session.Remote!.Ice.UsernameFragment, Is.EqualTo("Brws"));
    }

    [Test]
    public void A_section_keeps_its_place_and_numbers_when_another_is_added()
    {
        var session = Negotiated(TwoStreams());
        var second = Picture with { Mid = new("2"), Stream = Samples.Camera with { Ssrc = new(3_001), RtxSsrc = new(3_002) } };

        var offer = WebRtcOffer.Make([second, Picture, Sound], Samples.Server with { SessionVersion = 2 }, new(), session);

        Assert.That(offer.Media.Select(media => media.Mid!.Value.Value), Is.EqualTo(["0", "1", "2"]));
        Assert.That(offer.Media[2].Formats, Is.EqualTo(offer.Media[1].Formats));
        Assert.That(offer.Media[1].ToString(), Is.EqualTo(session.Media[1].Local.ToString()));
        Assert.That(offer.Origin.Version, Is.EqualTo("2"));
    }

    [Test]
    public void A_section_no_longer_wanted_leaves_a_place_that_the_next_one_takes()
    {
        var session = Negotiated(TwoStreams());

        var without = WebRtcOffer.Make([Sound], Samples.Server, new(), session);
        Assert.That(without.Media.Select(media => media.Port), Is.EqualTo([40_000, 0]));
        Assert.That(without.BundledMids, Is.EqualTo(["0"]));

        session = Negotiated(without);
        Assert.That(session.Media[1].Refusal, Is.EqualTo(SectionRefusal.Stopped));

        var still = WebRtcOffer.Make([Sound], Samples.Server, new(), session);
        Assert.That(still.Media.Select(media => media.Port), Is.EqualTo([40_000, 0]));

        var again = WebRtcOffer.Make([Sound, Picture with { Mid = new("7") }], Samples.Server, new(), session);
        Assert.That(again.Media.Select(media => media.Mid!.Value.Value), Is.EqualTo(["0", "7"]));
    }

    [Test]
    public void A_place_is_not_taken_in_the_same_offer_that_frees_it()
    {
        var session = Negotiated(TwoStreams());
        var offer = WebRtcOffer.Make([Sound, Picture with { Mid = new("7") }], Samples.Server, new(), session);
        Assert.That(offer.Media.Select(media => (media.Mid!.Value.Value, media.Port > 0)), Is.EqualTo([("0", true), ("1", false), ("7", true)]));
    }

    [Test]
    public void In_a_session_that_a_browser_began_its_numbers_are_kept()
    {
        var (_, session) = Samples.Answered(Samples.Offer("firefox-153-sendrecv"), Samples.ServerWithStreams);
        var offer = WebRtcOffer.Make(
            [
                Sound with { Direction = MediaDirection.Both },
                Picture with { Direction = MediaDirection.Both },
                Picture with { Mid = new("2") },
            ],
            Samples.Server,
            new(),
            session);

        foreach (var video in offer.Media.Skip(1))
        {
            var codecs = video.ReadCodecs();
            Assert.That(codecs.Find(codec => codec.Name == CodecName.Vp8)!.PayloadType.Value, Is.EqualTo(120));
            Assert.That(codecs.Find(codec => codec.Name == CodecName.Vp8)!.RtxPayloadType!.Value.Value, Is.EqualTo(124));
            Assert.That(codecs.Select(codec => codec.PayloadType), Is.Unique);
            Assert.That(video.ExtMaps.Select(map => map.Id), Is.Unique);
            Assert.That(video.ExtMaps.First(map => map.Kind == RtpExtensionKind.Mid).Id, Is.EqualTo(3));
        }
    }

    [Test]
    public void We_can_ask_for_simulcast()
    {
        var wanted = new WantedSection { Mid = new("0"), Kind = MediaKind.Video, Direction = MediaDirection.Receive, Rids = [new("q"), new("h"), new("f")] };
        var offer = WebRtcOffer.Make([wanted], Samples.Server, new());
        Assert.That(offer.Media[0].Attributes.First("simulcast"), Is.EqualTo("recv q;h;f"));

        var answer = BrowserAnswer(offer);
        answer.Media[0].Attributes.RemoveAll("rid");
        answer.Media[0].Attributes.RemoveAll("simulcast");
        answer.Media[0].Attributes.Add("rid", "q send");
        answer.Media[0].Attributes.Add("rid", "f send");
        answer.Media[0].Attributes.Add("simulcast", "send q;~f");
        Assert.That(Applied(offer, answer).Media[0].Simulcast, Is.EqualTo([new SimulcastRid(new("q"), false), new SimulcastRid(new("f"), true)]));
    }

    [TestCase("a=mid:1", "a=mid:5", "section 1: a=mid:1 was answered with a=mid:5")]
    [TestCase("m=video", "m=audio", "section 1: m=video was answered with m=audio")]
    [TestCase("a=setup:active", "a=setup:actpass", "an answer decides a=setup: active or passive")]
    [TestCase("a=fingerprint:sha-256", "a=fingerprint:sha-1", "there is no a=fingerprint of sha-256 or better")]
    [TestCase("a=ice-ufrag:Brws", "a=ice-ufrag:B", "a=ice-ufrag needs 4 to 256 ICE characters and a=ice-pwd 22 to 256")]
    [TestCase("a=rtcp-mux", "a=rtcp", "section 0: the answer has no a=rtcp-mux, and there is one port only")]
    [TestCase("BUNDLE 0 1", "BUNDLE 0", "a=mid:1 was taken out of the bundle, and there is one transport only")]
    public void An_answer_that_cannot_be_is_refused_with_a_sentence(string from, string to, string expected)
    {
        var offer = TwoStreams();
        var answer = Samples.Parsed(BrowserAnswer(offer).ToString().Replace(from, to, StringComparison.Ordinal));
        Assert.That(WebRtcOffer.TryApplyAnswer(offer, answer, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    [Test]
    public void A_codec_that_the_answer_invents_is_not_agreed()
    {
        var offer = TwoStreams();
        var answer = BrowserAnswer(offer);
        answer.Media[1].Formats.Add("77");
        answer.Media[1].Attributes.Add("rtpmap", "77 VP8/90000");
        Assert.That(Applied(offer, answer).Media[1].Codec(new PayloadType(77)), Is.Null);
    }

    private static NegotiatedSession Negotiated(SessionDescription offer) => Applied(offer, BrowserAnswer(offer));

    private static NegotiatedSession Applied(SessionDescription offer, SessionDescription answer)
    {
        Assert.That(WebRtcOffer.TryApplyAnswer(offer, answer, out var session, out var error), Is.True, error);
        return session!;
    }
}
