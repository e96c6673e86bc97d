using System.Text;
using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

/// <summary>Real offers, damaged. Whatever comes, the answer is an answer or a sentence.</summary>
public sealed class HostileSdpTests
{
    private static readonly string[] Spoils =
    [
        "", " ", ":", ";", "=", "/", "~", ",", "*", "\r", "\n", "\0", "é", "-1", "0", "99999999999999999999", "4294967296", "send", "a=mid:0\r\n",
        "a=mid:\r\n", "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "m=audio 0 X *\r\n", "a=group:BUNDLE\r\n", "a=simulcast:send ;\r\n", "a=rid: send\r\n",
        "a=fmtp:96 apt=96\r\n", "a=extmap:1 \r\n", "a=ssrc-group:FID 1 1\r\n", "a=setup:holdconn\r\n", "a=rtpmap:96 rtx/90000\r\n", "a=ice-lite\r\n",
    ];

    [Test]
    public void Every_beginning_of_an_offer_is_answered_or_refused_with_a_sentence()
    {
        var text = Samples.Text("chromium-156-audio-only");
        for (var length = 0; length < text.Length; length++)
            Try(text[..length]);
    }

    [Test]
    public void Damaged_offers_are_answered_or_refused_with_a_sentence([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var text = new StringBuilder(Samples.Text(Samples.Offers[random.Next(Samples.Offers.Length)]));
            for (var hits = random.Next(1, 12); hits > 0; hits--)
                Damage(text, random);

            Try(text.ToString());
        }
    }

    [Test]
    public void Damaged_answers_to_our_offer_are_taken_or_refused_with_a_sentence([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var offer = WebRtcOfferTests.TwoStreams();
        var answer = WebRtcOfferTests.BrowserAnswer(offer).ToString();
        for (var i = 0; i < 100; i++)
        {
            var text = new StringBuilder(answer);
            for (var hits = random.Next(1, 6); hits > 0; hits--)
                Damage(text, random);

            if (SessionDescription.TryParse(text.ToString(), out var parsed, out var error) && WebRtcOffer.TryApplyAnswer(offer, parsed, out _, out error))
                Assert.That(error, Is.Empty);
            else
                Assert.That(error, Is.Not.Empty);
        }
    }

    [Test]
    public void Damaged_fragments_are_read_or_refused_with_a_sentence([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var text = new StringBuilder(SdpFragmentTests.Fragment);
            for (var hits = random.Next(1, 6); hits > 0; hits--)
                Damage(text, random);

            Assert.That(SdpFragment.TryParse(text.ToString(), out _, out var error), Is.EqualTo(error.Length == 0));
        }
    }

    // Takes some tens of milliseconds; anything that grows with the square of the text would take minutes.
    [Test]
    [MaxTime(2_000)]
    public void The_largest_offer_that_is_read_at_all_costs_no_more_than_its_size()
    {
        const string Start = "v=0\r\na=group:BUNDLE 1\r\na=extmap-allow-mixed\r\n";
        var text = new StringBuilder(Start + "m=video 9 UDP/TLS/RTP/SAVPF");
        for (var number = 0; number < 128; number++)
            text.Append(' ').Append(number);

        var offered = Samples.Text("chromium-156-simulcast-vp8");
        offered = offered[offered.IndexOf("m=video", StringComparison.Ordinal)..];
        text.Append("\r\n").Append(offered[offered.IndexOf("a=", StringComparison.Ordinal)..]);
        for (var i = 0; text.Length < 260_000; i++)
        {
            text.Append((i % 4) switch
            {
                0 => $"a=rtpmap:{i % 128} VP8/90000 and more words\r\n",
                1 => $"a=ssrc:{i} cname:{i}{i}{i}\r\n",
                2 => $"a=extmap:{i % 256} urn:nobody:knows:{i}\r\n",
                _ => $"a=rid:r{i} send max-width={i}\r\n",
            });
        }

        var offer = Samples.Parsed(text.ToString());
        Assert.That(Samples.Answered(offer).Session.Video().IsAccepted, Is.True);
    }

    private static void Damage(StringBuilder text, Random random)
    {
        var place = random.Next(text.Length);
        var length = Math.Min(random.Next(0, 40), text.Length - place);
        var spoil = Spoils[random.Next(Spoils.Length)];
        switch (random.Next(4))
        {
            case 0:
                text.Remove(place, length);
                break;
            case 1:
                text.Insert(place, spoil);
                break;
            case 2:
                text.Insert(random.Next(text.Length), text.ToString(place, length));
                break;
            default:
                text[place] = (char)random.Next(1, 300);
                break;
        }

        if (text.Length == 0)
            text.Append('v');
    }

    private static void Try(string text)
    {
        if (!SessionDescription.TryParse(text, out var offer, out var error))
        {
            Assert.That(error, Is.Not.Empty);
            return;
        }

        if (!WebRtcAnswer.TryAnswer(offer, Samples.ServerWithStreams, new(), out var answer, out var session, out error))
        {
            Assert.That(error, Is.Not.Empty);
            return;
        }

        Assert.That(answer.Media, Has.Count.EqualTo(offer.Media.Count));
        Assert.That(session.Media, Has.Count.EqualTo(offer.Media.Count));
        Assert.That(SessionDescription.TryParse(answer.ToString(), out var again, out error), Is.True, error);
        Assert.That(again!.ToString(), Is.EqualTo(answer.ToString()));
        Assert.That(session.Remote is null, Is.EqualTo(!session.Media.Any(media => media.IsAccepted)));
    }
}
