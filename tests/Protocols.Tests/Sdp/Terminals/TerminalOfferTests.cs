using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace Protocols.Tests.Sdp.Terminals;

/// <summary>What we offer when we dial out or are called without a description, and how answers to it are read.</summary>
public sealed class TerminalOfferTests
{
    private static TerminalOffer Offered(SrtpRule srtp = SrtpRule.BestEffort, OfferBreadth breadth = OfferBreadth.SoundAndPicture) =>
        TerminalOffer.Write(TerminalSamples.Local(), new() { Srtp = srtp }, breadth);

    private static TerminalAgreement Accepted(TerminalOffer offer, string answer, SrtpRule srtp = SrtpRule.BestEffort)
    {
        var accepted = offer.TryAccept(answer, new() { Srtp = srtp }, out var agreement, out var refusal);
        Assert.That(accepted, Is.True, refusal.ToString());
        return agreement!;
    }

    [Test]
    public void The_offer_is_the_approved_one() => TerminalSamples.IsApproved("our-offer", Offered().Description.ToString().ReplaceLineEndings("\n"));

    [Test]
    public void What_is_refused_is_tried_again_with_sound_alone_then_with_the_plainest_and_then_no_more()
    {
        Assert.That(OfferBreadths.For(new()), Is.EqualTo(OfferBreadth.SoundAndPicture));
        Assert.That(OfferBreadths.For(new() { Class = TerminalClass.Telephone }), Is.EqualTo(OfferBreadth.SoundOnly));
        Assert.That(OfferBreadth.SoundAndPicture.Narrower(), Is.EqualTo(OfferBreadth.SoundOnly));
        Assert.That(OfferBreadth.SoundOnly.Narrower(), Is.EqualTo(OfferBreadth.PlainSound));
        Assert.That(OfferBreadth.PlainSound.Narrower(), Is.Null);
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
