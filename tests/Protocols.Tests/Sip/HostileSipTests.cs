using System.Buffers;
using System.Text;
using Protocols.Sip;
using Protocols.Sip.Digest;

namespace Protocols.Tests.Sip;

/// <summary>Real messages, damaged. Whatever comes is read or refused by name, at a cost that its size bounds.</summary>
public sealed class HostileSipTests
{
    [Test]
    [MaxTime(4_000)]
    public void Damaged_messages_are_read_or_refused([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var parser = new SipParser();
        for (var i = 0; i < 300; i++)
        {
            var bytes = SipDamage.Damaged(SipSamples.Wire(SipSamples.All[random.Next(SipSamples.All.Length)]), random);
            LookAtAll(parser, bytes);
        }
    }

    [Test]
    public void Random_bytes_are_refused([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var parser = new SipParser();
        var bytes = new byte[2_000];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(bytes);
            LookAtAll(parser, bytes.AsSpan(0, random.Next(bytes.Length)).ToArray());
        }
    }

    // Each of these makes something grow: lines, folds, quotes, parameters, list elements, parts.
    [TestCase("\r\n ")]
    [TestCase("\n\t")]
    [TestCase("X: y\r\n")]
    [TestCase(";a=b")]
    [TestCase(",<sip:a@b>")]
    [TestCase("\"")]
    [TestCase("<")]
    [TestCase("\r\n--b\r\n")]
    [TestCase("%41")]
    [MaxTime(2_000)]
    public void The_largest_message_costs_no_more_than_its_size(string piece)
    {
        var filling = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length));
        foreach (var place in new[] { "sip:1001@", "From: ", "Contact: ", "Via: SIP/2.0/TCP x;branch=z9hG4bKbig", "X-Unknown: ", "" })
        {
            var text = $"""
                INVITE sip:1001@example.org SIP/2.0
                Via: SIP/2.0/UDP x;branch=z9hG4bKbig
                Contact: <sip:a@b>
                From: <sip:a@b>;tag=1
                To: <sip:a@b>
                Call-ID: big
                CSeq: 1 INVITE
                X-Unknown: x
                Content-Type: multipart/mixed;boundary=b

                --b
                {(place.Length == 0 ? filling : "")}
                """;
            if (place.Length > 0)
                text = text.Replace(place, place + filling, StringComparison.Ordinal);

            var bytes = SipSamples.Crlf(text);
            LookAtAll(new SipParser(new() { MaxHead = 64_000, MaxHeaders = 20_000, MaxUri = 64_000 }), bytes);
            LookAtAll(new SipParser(), bytes);
        }
    }

    [Test]
    public void Reading_a_message_allocates_nothing()
    {
        var bytes = SipSamples.Wire("polycom-hdx8000-2.5-invite.sip");
        var parser = new SipParser();
        parser.Parse(bytes, SipFraming.Datagram, out _);

        Assert.That(Allocations.Least(() => parser.Parse(bytes, SipFraming.Datagram, out _), times: 1_000), Is.Zero);
    }

    [Test]
    public void Every_refusal_is_counted_by_its_name()
    {
        var parser = new SipParser();
        parser.Parse("\r\n\r\n"u8, SipFraming.Datagram, out _);
        parser.Parse("hello\r\n"u8, SipFraming.Datagram, out _);
        parser.Parse(SipSamples.Wire("sony-xg77-invite.sip"), SipFraming.Datagram, out _);
        parser.Parse(SipSamples.Wire("sony-xg77-invite.sip"), SipFraming.Stream, out _);

        foreach (var refusal in new[] { SipRefusal.KeepAlive, SipRefusal.NotSip, SipRefusal.None, SipRefusal.NoContentLength })
            Assert.That(parser.Count(refusal), Is.EqualTo(1), $"{refusal}");
    }

    [Test]
    public void What_is_too_large_is_refused_with_513_and_can_be_answered()
    {
        var text = $"OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCall-ID: 1\nCSeq: 1 OPTIONS\nX: {new string('x', 20_000)}\n\n";
        var refusal = SipSamples.Parse(SipSamples.Crlf(text), out var message);

        Assert.That((refusal, refusal.Status()), Is.EqualTo((SipRefusal.HeadTooLarge, 513)));
        Assert.That(SipSamples.Text(message.CallId), Is.EqualTo("1"));
    }

    private static void LookAtAll(SipParser parser, byte[] bytes)
    {
        var refusal = parser.Parse(bytes, SipFraming.Datagram, out var message);
        if (refusal == SipRefusal.None)
            Assert.That(message.CallId.IsEmpty || message.MethodName.IsEmpty, Is.False);

        SipBody.TryFindSdp(message, out _);
        foreach (var header in Enum.GetValues<SipHeader>())
        {
            foreach (var element in message.Elements(header))
            {
                if (NameAddress.TryParse(element, out var address) && SipUri.TryParse(address.Uri, out var uri))
                    Assert.That(uri.UserText.Length + address.DisplayText.Length, Is.LessThanOrEqualTo(bytes.Length));
                if (DigestCredentials.TryParse(element, out var credentials))
                    Assert.That(credentials.Nonce.IsEmpty, Is.False);
            }
        }

        var buffer = new ReadOnlySequence<byte>(bytes);
        var reader = new SipStreamReader();
        for (var i = 0; i < 1_000 && reader.Read(ref buffer, out _) is not (SipFrame.More or SipFrame.Broken); i++)
        {
        }
    }
}
