using Protocols.Sip;

namespace Protocols.Tests.Sip;

public sealed class SipWriterTests
{
    [Test]
    public void What_is_written_reads_back()
    {
        var writer = new SipWriter();
        writer.Request(SipMethod.Info.Name(), "sip:a@b"u8)
            .Header(SipHeader.Via, "SIP/2.0/UDP x;branch=z9hG4bK1").Header(SipHeader.From, "\"会议室\" <sip:a@b>;tag=1").Header(SipHeader.To, "<sip:a@b>;tag=2"u8)
            .Header(SipHeader.CallId, "1").Header(SipHeader.CSeq, "7 INFO").Header(SipHeader.MaxForwards, 70);
        var wire = writer.Finish("Signal=5"u8).ToArray();

        Assert.That(SipSamples.Parse(wire, out var message, SipFraming.Stream), Is.EqualTo(SipRefusal.None));
        Assert.That((message.Method, message.CSeq, message.MaxForwards), Is.EqualTo((SipMethod.Info, 7u, 70)));
        Assert.That(message.TryAddress(SipHeader.From, out var from) ? from.DisplayText : "", Is.EqualTo("会议室"));
        Assert.That(SipSamples.Text(message.Body), Is.EqualTo("Signal=5"));
    }

    [Test]
    public void A_value_cannot_break_out_of_its_line()
    {
        var writer = new SipWriter();
        writer.Response(200, "OK\r\nX: y").Header(SipHeader.Subject, "a\r\nContact: <sip:evil@x>");

        Assert.That(SipSamples.Text(writer.Written), Is.EqualTo("SIP/2.0 200 OK  X: y\r\nSubject: a  Contact: <sip:evil@x>\r\n"));
    }

    [Test]
    public void What_does_not_fit_a_datagram_is_not_whole()
    {
        var writer = new SipWriter();
        writer.Response(200, "OK").Finish(new byte[70_000]);
        Assert.That(writer.IsWhole, Is.False);

        writer.Response(200, "OK").Finish();
        Assert.That(writer.IsWhole, Is.True);
    }

    [Test]
    public void Header_names_are_written_as_the_RFCs_spell_them()
    {
        Assert.That(
            Enum.GetValues<SipHeader>().Select(header => SipSamples.Text(header.Name())),
            Is.SupersetOf(new[] { "Call-ID", "CSeq", "Min-SE", "RAck", "Refer-To", "P-Asserted-Identity", "WWW-Authenticate", "Max-Forwards" }));
        foreach (var header in Enum.GetValues<SipHeader>().Where(header => header != SipHeader.Other))
            Assert.That(SipHeaderNames.Of(header.Name()), Is.EqualTo(header));
    }
}
