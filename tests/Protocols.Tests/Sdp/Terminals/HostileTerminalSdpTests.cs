using System.Text;
using Protocols.Sdp.Terminals;

namespace Protocols.Tests.Sdp.Terminals;

/// <summary>What terminals sent, damaged. Whatever comes, it is answered by the rules or refused with a name.</summary>
public sealed class HostileTerminalSdpTests
{
    private static readonly string[] Spoils =
    [
        "", " ", ":", ";", "=", "/", "|", ",", "*", "\r", "\n", "\0", "é", "-1", "0", "65536", "99999999999999999999", "4294967296", "0.0.0.0", "::",
        "a=crypto:0 \r\n", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:|\r\n", "m=video 9 RTP/AVP 97\r\n", "m=audio 0 X *\r\n", "a=fmtp:97 max-fs=99999999999\r\n",
        "a=fmtp:97 max-br=2147483647;max-mbps=2147483647;max-fps=1\r\n", "b=AS:9223372036854775807\r\n", "b=TIAS:9223372036854775807\r\n", "a=floorid:\r\n",
        "a=rtcp: x\r\n", "a=label:\r\n", "a=content:slides\r\n", "a=inactive\r\n", "a=rtpmap:97 H264/90000\r\n", "c=IN IP4 0.0.0.0\r\n",
    ];

    [Test]
    public void Every_beginning_of_an_offer_is_answered_or_refused([Values("aver-evc130-invite.sip", "cisco-te4-sdes-offer.sdp")] string sample)
    {
        var text = TerminalSamples.Description(sample);
        for (var length = 0; length < text.Length; length++)
            Try(text[..length], null);
    }

    [Test]
    public void Damaged_offers_are_answered_or_refused_first_and_renewed([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        TerminalAgreement? current = null;
        for (var i = 0; i < 150; i++)
        {
            var text = new StringBuilder(TerminalSamples.Description(TerminalSamples.Names[random.Next(TerminalSamples.Names.Length)]));
            for (var hits = random.Next(1, 12); hits > 0 && text.Length > 0; hits--)
                Damage(text, random);

            Try(text.ToString(), null);
            current = Try(text.ToString(), current) ?? current;
        }
    }

    [Test]
    public void Damaged_answers_are_taken_or_refused([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 150; i++)
        {
            var srtp = (SrtpRule)random.Next(3);
            var offer = TerminalOffer.Write(TerminalSamples.Local(), new() { Srtp = srtp }, OfferBreadth.SoundAndPicture);
            var text = new StringBuilder(TerminalSamples.Description(TerminalSamples.Names[random.Next(TerminalSamples.Names.Length)]));
            for (var hits = random.Next(1, 12); hits > 0 && text.Length > 0; hits--)
                Damage(text, random);

            var accepted = offer.TryAccept(text.ToString(), new() { Srtp = srtp }, out var agreement, out var refusal);
            Assert.That(accepted, Is.EqualTo(refusal.Reason == TerminalRefusalReason.None));
            if (accepted)
                Assert.That(agreement!.Lines, Has.Count.EqualTo(offer.Description.Media.Count));
        }
    }

    private static TerminalAgreement? Try(string offer, TerminalAgreement? current)
    {
        var policy = new TerminalPolicy { Srtp = (SrtpRule)(offer.Length % 3) };
        if (TerminalAnswer.TryAnswer(offer, TerminalSamples.Local(), policy, current, out var agreement, out var refusal))
            AnswerRules.Hold(offer, agreement);
        else
            Assert.That(refusal.Sentence, Is.Not.Empty);

        return agreement;
    }

    private static void Damage(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
                break;
            case 1:
                text[at] = (char)random.Next(1, 256);
                break;
            case 2:
                text.Insert(at, Spoils[random.Next(Spoils.Length)]);
                break;
            default:
                var length = Math.Min(random.Next(1, 200), text.Length - at);
                text.Insert(random.Next(text.Length), text.ToString(at, length));
                break;
        }
    }
}
