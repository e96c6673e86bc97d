using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace Protocols.Tests.Sdp.Terminals;

/// <summary>What we offer when we dial out or are called without a description, and how answers to it are read.</summary>
public sealed class TerminalOfferTests
{
    private static TerminalOffer Offered(SrtpRule srtp = SrtpRule.BestEffort, OfferBreadth breadth = OfferBreadth.SoundAndPicture) =>
        TerminalOffer.Write(TerminalSamples.Local(), new() { Srtp = srtp }, breadth);

    private static readonly string TheirHash = string.Join(':', Enumerable.Repeat("CD", 32));

    private static TerminalOffer OfferedByDtls() => TerminalOffer.Write(TerminalSamples.Local() with { Fingerprint = TerminalSamples.Certificate }, new(), OfferBreadth.ByDtls);

    private static string AnswerByDtls(string setup)
    {
        var terms = $"a=rtcp-mux\r\na=setup:{setup}\r\na=fingerprint:sha-256 {TheirHash}\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n";
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
            + $"m=audio 4000 UDP/TLS/RTP/SAVP 8\r\n{terms}m=video 4002 UDP/TLS/RTP/SAVP 97\r\na=rtpmap:97 H264/90000\r\na=fmtp:97 profile-level-id=42801f;packetization-mode=1\r\n{terms}";
    }

    private static TerminalAgreement Accepted(TerminalOffer offer, string answer, SrtpRule srtp = SrtpRule.BestEffort)
    {
        var accepted = offer.TryAccept(answer, new() { Srtp = srtp }, out var agreement, out var refusal);
        Assert.That(accepted, Is.True, refusal.ToString());
        return agreement!;
    }

    [Test]
    public void The_offer_is_the_approved_one() => TerminalSamples.IsApproved("our-offer", Offered().Description.ToString().ReplaceLineEndings("\n"));

    [Test]
    public void What_is_refused_is_tried_again_with_sound_alone_then_with_the_plainest_then_by_DTLS_and_then_no_more()
    {
        var policy = new TerminalPolicy();
        Assert.That(OfferBreadths.For(new()), Is.EqualTo(OfferBreadth.SoundAndPicture));
        Assert.That(OfferBreadths.For(new() { Class = TerminalClass.Telephone }), Is.EqualTo(OfferBreadth.SoundOnly));
        Assert.That(OfferBreadth.SoundAndPicture.Narrower(policy), Is.EqualTo(OfferBreadth.SoundOnly));
        Assert.That(OfferBreadth.SoundOnly.Narrower(policy), Is.EqualTo(OfferBreadth.PlainSound));
        Assert.That(OfferBreadth.PlainSound.Narrower(policy), Is.EqualTo(OfferBreadth.ByDtls));
        Assert.That(OfferBreadth.PlainSound.Narrower(policy with { AllowVideo = false }), Is.EqualTo(OfferBreadth.SoundByDtls));
        Assert.That(OfferBreadth.ByDtls.Narrower(policy), Is.EqualTo(OfferBreadth.SoundByDtls));
        Assert.That(OfferBreadth.SoundByDtls.Narrower(policy), Is.Null);
        Assert.That(OfferBreadth.PlainSound.Narrower(policy with { Srtp = SrtpRule.Off }), Is.Null, "nothing is encrypted");
        Assert.That(OfferBreadth.PlainSound.Narrower(policy with { Class = TerminalClass.Telephone }), Is.Null, "a trunk says so in its settings");
        Assert.That(OfferBreadths.For(new() { Srtp = SrtpRule.Dtls }), Is.EqualTo(OfferBreadth.ByDtls));
        Assert.That(OfferBreadths.For(new() { Srtp = SrtpRule.Dtls, Class = TerminalClass.Telephone }), Is.EqualTo(OfferBreadth.SoundByDtls));
        Assert.That(Offered(breadth: OfferBreadth.SoundOnly).Description.Media, Has.Count.EqualTo(1));
    }

    [TestCase(SrtpRule.Off, "RTP/AVP", 0)]
    [TestCase(SrtpRule.BestEffort, "RTP/AVP", 0)]
    [TestCase(SrtpRule.Forced, "RTP/SAVP", 2)]
    public void The_plainest_offer_is_G711_in_clear_unless_that_is_forbidden(SrtpRule srtp, string protocol, int keys)
    {
        var line = Offered(srtp, OfferBreadth.PlainSound).Description.Media.Single();
        Assert.That((line.Protocol, line.Cryptos.Count(), string.Join(' ', line.Formats)), Is.EqualTo((protocol, keys, "8 0 101")));
    }

    [Test]
    public void A_policys_codecs_are_offered_and_taken_in_its_order_and_no_others()
    {
        var policy = new TerminalPolicy { Sound = [CodecName.Pcmu, CodecName.G722], TakesKeyEvents = false, AllowVideo = false };
        var offer = TerminalOffer.Write(TerminalSamples.Local(), policy, OfferBreadths.For(policy));
        Assert.That(offer.Description.Media.Single().Formats, Is.EqualTo(new[] { "0", "9" }));

        const string Theirs = "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 9 0 101\r\na=rtpmap:101 telephone-event/8000\r\n";
        var answered = TerminalSamples.Answered(Theirs, policy, seed: 5);
        Assert.That((answered.Audio!.Codec!.Name, answered.Audio.Events.Count), Is.EqualTo((CodecName.Pcmu, 0)));
        Assert.That(TerminalSamples.Answered(Theirs, new(), seed: 5).Audio!.Codec!.Name, Is.EqualTo(CodecName.G722), "our own order");
        Assert.That(TerminalAnswer.TryAnswer(Theirs, TerminalSamples.Local(), policy with { Sound = [CodecName.Opus] }, null, out _, out var refusal), Is.False);
        Assert.That(refusal.StatusCode, Is.EqualTo(488));
    }

    [TestCase(SrtpRule.Off, "RTP/AVP", 0)]
    [TestCase(SrtpRule.BestEffort, "RTP/AVP", 2)]
    [TestCase(SrtpRule.Forced, "RTP/SAVP", 2)]
    public void Only_forced_encryption_changes_the_profile(SrtpRule srtp, string protocol, int keys)
    {
        foreach (var line in Offered(srtp).Description.Media)
        {
            Assert.That(line.Protocol, Is.EqualTo(protocol));
            Assert.That(line.Cryptos.Count(), Is.EqualTo(keys));
        }
    }

    [Test]
    public void Our_own_answer_to_our_own_offer_agrees_with_it([Values] SrtpRule srtp)
    {
        var offer = Offered(srtp);
        var answer = TerminalSamples.Answered(offer.Description.ToString(), new() { Srtp = srtp }, seed: 5);
        var agreement = Accepted(offer, answer.Local.ToString(), srtp);

        Assert.That(agreement.Audio!.Codec!.Name, Is.EqualTo(CodecName.Opus));
        Assert.That(agreement.Video!.Codec!.Format.PacketizationMode, Is.EqualTo(1));
        Assert.That(agreement.Video.SendKey, Is.EqualTo(answer.Video!.ReceiveKey));
        Assert.That(agreement.Video.ReceiveKey, Is.EqualTo(answer.Video.SendKey));
        Assert.That(agreement.Video.IsEncrypted, Is.EqualTo(srtp != SrtpRule.Off));
    }

    [TestCase("active", DtlsRole.Server)]
    [TestCase("passive", DtlsRole.Client)]
    public void An_offer_by_DTLS_lets_the_peer_choose_who_begins_and_is_repeated_with_the_roles_as_they_are(string setup, DtlsRole ours)
    {
        var offer = OfferedByDtls();
        foreach (var line in offer.Description.Media)
        {
            Assert.That((line.Protocol, line.Cryptos.Count(), line.RtcpMux), Is.EqualTo(("UDP/TLS/RTP/SAVP", 0, true)));
            Assert.That((line.Attributes.First("setup"), line.Attributes.First("fingerprint")), Is.EqualTo(("actpass", $"sha-256 {TerminalSamples.Certificate.Value}")));
        }

        var answer = AnswerByDtls(setup);
        var agreement = Accepted(offer, answer);
        Assert.That(agreement.Lines.Select(line => (line.IsEncrypted, line.RtcpMux, line.Dtls!.Role, line.Dtls.Remote.Value, line.Dtls.LocalIce)), Is.All.EqualTo((true, true, ours, TheirHash, (IceCredentials?)null)));

        var again = Accepted(TerminalOffer.Repeat(agreement), answer);
        Assert.That(again.Lines.Zip(agreement.Lines).All(pair => pair.First.Dtls!.GoesOnAs(pair.Second.Dtls)), Is.True, "no other association");
    }

    [TestCase("UDP/TLS/RTP/SAVP", "RTP/AVP", SectionRefusal.SrtpRequired, TestName = "An answer in clear to an offer by DTLS is none")]
    [TestCase("a=rtcp-mux", "a=x", SectionRefusal.NoRtcpMux, TestName = "Nor is one with RTCP apart")]
    [TestCase("a=setup:active", "a=setup:holdconn", SectionRefusal.SrtpRequired, TestName = "Nor one that nobody begins")]
    [TestCase("a=fingerprint:sha-256", "a=fingerprint:md5", SectionRefusal.SrtpRequired, TestName = "Nor one without a certificate that can be known")]
    public void What_an_answer_by_DTLS_lacks_refuses_its_line(string part, string instead, SectionRefusal refusal)
    {
        var answer = AnswerByDtls("active");
        var second = answer.IndexOf("m=video", StringComparison.Ordinal);
        var agreement = Accepted(OfferedByDtls(), answer[..second] + answer[second..].Replace(part, instead, StringComparison.Ordinal));
        Assert.That(agreement.Lines.Select(line => line.Refusal), Is.EqualTo(new[] { SectionRefusal.None, refusal }));
    }

    [Test]
    public void An_answer_in_numbers_of_its_own_is_sent_those_and_heard_under_both()
    {
        var agreement = Accepted(Offered(), TerminalSamples.Description("huawei-viewpoint9030-200ok.sip"));

        Assert.That(agreement.Audio!.Codec!.Name, Is.EqualTo(CodecName.G722));
        Assert.That(agreement.Video!.Codec!.PayloadType.Value, Is.EqualTo(100));
        Assert.That(agreement.Video.Codec.Format.PacketizationMode, Is.Zero);
        Assert.That(agreement.Video.ReceivePayloadTypes.Select(number => number.Value), Is.EquivalentTo((byte[])[96, 100]));
        Assert.That(agreement.Video.IsEncrypted, Is.False);
    }

    [Test]
    public void A_refused_line_is_refused_and_the_other_lives()
    {
        var agreement = Accepted(Offered(), TerminalSamples.Description("huawei-mc850-200ok.sip"));

        Assert.That(agreement.Audio, Is.Null);
        Assert.That(agreement.Lines[0].Refusal, Is.EqualTo(SectionRefusal.RefusedByThem));
        Assert.That(agreement.Video, Is.Not.Null);
    }

    [Test]
    public void Forced_encryption_takes_no_answer_in_clear()
    {
        var offer = Offered(SrtpRule.Forced);

        Assert.That(offer.TryAccept(TerminalSamples.Description("huawei-viewpoint9030-200ok.sip"), new() { Srtp = SrtpRule.Forced }, out _, out var refusal), Is.False);
        Assert.That(refusal.Reason, Is.EqualTo(TerminalRefusalReason.SrtpRequired));
    }

    [Test]
    public void A_refresh_repeats_what_we_last_said_and_keeps_its_keys()
    {
        var first = TerminalSamples.Answered(TerminalSamples.Description("polycom-group-srtp-offer.sdp"));
        var refresh = TerminalOffer.Repeat(first);
        var again = Accepted(refresh, TerminalSamples.Description("polycom-group-srtp-offer.sdp"));

        Assert.That(refresh.Description.ToString(), Is.EqualTo(first.Local.ToString()));
        Assert.That(again.Video!.SendKey, Is.EqualTo(first.Video!.SendKey));
        Assert.That(again.Version, Is.EqualTo(first.Version));
    }
}
