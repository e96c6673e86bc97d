using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace Protocols.Tests.Sdp.Terminals;

/// <summary>What must hold for everything that a terminal ever sent us, whether it was an offer or, as here, is taken for one.</summary>
[TestFixtureSource(typeof(TerminalSamples), nameof(TerminalSamples.Names))]
public sealed class SampleAnswerTests(string sample)
{
    private string _offer = "";
    private TerminalAgreement? _agreement;
    private TerminalRefusal _refusal;

    [SetUp]
    public void Answer()
    {
        _offer = TerminalSamples.Description(sample);
        TerminalAnswer.TryAnswer(_offer, TerminalSamples.Local(), TerminalSamples.Policy, null, out _agreement, out _refusal);
    }

    [Test]
    public void The_answer_is_the_approved_one() => TerminalSamples.IsApproved(
        sample, _agreement is null ? $"{_refusal}\n" : $"{_agreement.Local}\n{string.Join('\n', _agreement.Lines)}\n".ReplaceLineEndings("\n"));

    [Test]
    public void Only_what_holds_no_description_is_refused() => Assert.That(_agreement is null, Is.EqualTo(_offer.Length == 0));

    [Test]
    public void The_answer_keeps_the_rules_of_offer_and_answer()
    {
        if (_agreement is not null)
            AnswerRules.Hold(_offer, _agreement);
    }

    [Test]
    public void The_same_offer_again_is_answered_word_for_word()
    {
        if (_agreement is null)
            return;

        var again = TerminalSamples.Answered(_offer, current: _agreement, seed: 2);

        Assert.That(again.Local.ToString(), Is.EqualTo(_agreement.Local.ToString()));
        Assert.That(again.Version, Is.EqualTo(_agreement.Version));
    }

    [Test]
    public void The_answer_to_our_own_offer_is_read_or_refused_with_a_word([Values] OfferBreadth breadth)
    {
        var offer = TerminalOffer.Write(TerminalSamples.Local() with { Fingerprint = TerminalSamples.Certificate }, TerminalSamples.Policy, breadth);

        Assert.That(offer.TryAccept(_offer, TerminalSamples.Policy, out _, out var refusal), Is.EqualTo(refusal.Reason == TerminalRefusalReason.None));
    }

    [Test]
    public void With_forced_encryption_nothing_goes_in_clear()
    {
        if (!TerminalAnswer.TryAnswer(_offer, TerminalSamples.Local(), new() { Srtp = SrtpRule.Forced }, null, out var agreement, out _))
            return;

        Assert.That(agreement.Lines.Where(line => line.IsAccepted && !line.IsEncrypted), Is.Empty);
        Assert.That(agreement.Local.ToString(), Does.Contain("a=crypto"));
    }
}

/// <summary>What RFC 3264 asks of any answer, and what we ask of ours.</summary>
internal static class AnswerRules
{
    public static void Hold(string offerText, TerminalAgreement agreement)
    {
        Assert.That(SessionDescription.TryParse(offerText.TrimEnd('\0', ' ', '\t', '\r', '\n'), out var offer, out var error), Is.True, error);
        Assert.That(SessionDescription.TryParse(agreement.Local.ToString(), out var answer, out error), Is.True, error);
        Assert.That(answer!.ToString(), Is.EqualTo(agreement.Local.ToString()));
        Assert.That(answer.Media, Has.Count.EqualTo(offer!.Media.Count));
        Assert.That(agreement.Lines, Has.Count.EqualTo(offer.Media.Count));
        for (var i = 0; i < offer.Media.Count; i++)
            LineHolds(offer, offer.Media[i], answer, answer.Media[i], agreement.Lines[i]);
    }

    private static void LineHolds(
        SessionDescription offer, MediaDescription offered, SessionDescription answer, MediaDescription answered, TerminalLine line)
    {
        Assert.That(answered.Media, Is.EqualTo(offered.Media));
        Assert.That(answered.Protocol, Is.EqualTo(offered.Protocol));
        Assert.That(answered.Formats, Is.SubsetOf(offered.Formats));
        Assert.That(answered.Port != 0, Is.EqualTo(line.IsAccepted));
        if (!line.IsAccepted)
        {
            Assert.That(answered.Formats, Is.EqualTo(offered.Formats));
            return;
        }

        Assert.That(answered.RtcpMux, Is.EqualTo(offered.RtcpMux));
        Assert.That(answer.DirectionOf(answered).Receives() && !offer.DirectionOf(offered).Sends(), Is.False);
        Assert.That(answer.DirectionOf(answered).Sends() && !offer.DirectionOf(offered).Receives(), Is.False);
        Assert.That(answered.Cryptos.Count(), Is.EqualTo(line.IsEncrypted ? 1 : 0));
        if (line.IsEncrypted)
            Assert.That(offered.Cryptos.Select(crypto => (crypto.Tag, crypto.Suite)), Does.Contain(answered.Cryptos.Select(crypto => (crypto.Tag, crypto.Suite)).First()));

        var offeredCodecs = offered.ReadCodecs().ToDictionary(codec => codec.PayloadType);
        foreach (var codec in answered.ReadCodecs())
        {
            var theirs = offeredCodecs[codec.PayloadType];
            Assert.That(codec.IsCompatibleWith(theirs), Is.True, $"{codec} for {theirs}");
        }
    }
}
