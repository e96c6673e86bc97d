using Protocols.Sip;

namespace Protocols.Tests.Sip;

/// <summary>What every terminal in the collection says is understood, oddities and all.</summary>
public sealed class SipSampleTests
{
    [TestCaseSource(typeof(SipSamples), nameof(SipSamples.All))]
    public void Every_sample_is_read_with_all_that_a_transaction_needs(string name)
    {
        var refusal = SipSamples.Parse(SipSamples.Wire(name), out var message);

        Assert.That(refusal, Is.EqualTo(SipRefusal.None));
        Assert.That(message.CallId.IsEmpty || message.FromTag.IsEmpty || message.Via.Branch.IsEmpty, Is.False);
        Assert.That(message.Via.IsUnique, Is.True);
        if (message.Method == SipMethod.Invite)
        {
            Assert.That(SipBody.TryFindSdp(message, out var sdp), Is.True);
            Assert.That(SipSamples.Text(sdp), Does.StartWith("v=0\r\no="));
        }
    }

    [TestCaseSource(typeof(SipSamples), nameof(SipSamples.All))]
    public void Every_sample_is_read_with_bare_line_feeds_too(string name)
    {
        var bare = SipSamples.Wire(name).Where(b => b != '\r').ToArray();

        Assert.That(SipSamples.Parse(bare, out var message), Is.EqualTo(SipRefusal.None));
        Assert.That(message.Body.IsEmpty, Is.EqualTo(name.Contains("register", StringComparison.Ordinal)));
    }

    [TestCaseSource(typeof(SipSamples), nameof(SipSamples.All))]
    public void No_beginning_of_a_sample_is_misread(string name)
    {
        var wire = SipSamples.Wire(name);
        for (var length = 0; length < wire.Length; length++)
        {
            var refusal = SipSamples.Parse(wire[..length], out var message);
            if (refusal == SipRefusal.None)
                Assert.That(message.Body.Length, Is.LessThan(length));
        }
    }

    [Test]
    public void An_HDX_puts_blanks_before_its_parameters()
    {
        SipSamples.Parse(SipSamples.Wire("polycom-hdx8000-2.5-invite.sip"), out var message);

        Assert.That(SipSamples.Text(message.FromTag), Is.EqualTo("plcm_3285719264-287341513"));
        Assert.That(message.TryAddress(SipHeader.From, out var from), Is.True);
        Assert.That(from.DisplayText, Is.EqualTo("hdx8000"));
        Assert.That(from.TryParameter("epid"u8, out var epid) ? SipSamples.Text(epid) : "", Is.EqualTo("82075008AAC0CG"));
        Assert.That(message.TryAddress(SipHeader.To, out var to), Is.True);
        Assert.That(SipSamples.Text(to.Uri), Is.EqualTo("sip:b@192.0.2.15"));
        Assert.That(message.ToTag.IsEmpty, Is.True);
        Assert.That(message.TryNumber(SipHeader.SessionExpires, out var expires) ? expires : 0, Is.EqualTo(90));
        Assert.That(message.Lists(SipHeader.Supported, "timer"u8), Is.True);
    }

    [Test]
    public void A_gateway_quotes_blanks_and_slashes_in_its_Via()
    {
        SipSamples.Parse(SipSamples.Wire("pstn-gw-cisco-ios-invite.sip"), out var message);

        Assert.That(SipSamples.Text(message.Via.Branch), Is.EqualTo("z9hG4bK1281B9C"));
        Assert.That(message.Via.Port, Is.EqualTo(5060));
        Assert.That(message.TryNumber(SipHeader.MinSE, out var minimum) ? minimum : 0, Is.EqualTo(1800));
        Assert.That(message.TryFind("x-nothing"u8, out _), Is.False);
        Assert.That(message.TryFind("cisco-guid"u8, out _), Is.True);
        Assert.That(SipBody.IsRequired(message), Is.True);
    }

    [Test]
    public void A_terminal_may_have_no_user()
    {
        SipSamples.Parse(SipSamples.Wire("cisco-ce-invite.sip"), out var message);

        Assert.That(message.TryAddress(SipHeader.Contact, out var contact), Is.True);
        Assert.That(SipUri.TryParse(contact.Uri, out var uri), Is.True);
        Assert.That(uri.User.IsEmpty, Is.True);
        Assert.That(uri.Port, Is.EqualTo(44861));
        Assert.That(uri.TryParameter("transport"u8, out var transport) ? SipSamples.Text(transport) : "", Is.EqualTo("tcp"));
        Assert.That(message.Via.HasRport, Is.True);
    }

    [Test]
    public void A_Group_500_registers_with_headers_of_its_own_making()
    {
        SipSamples.Parse(SipSamples.Wire("polycom-group500-register.sip"), out var message);

        Assert.That(message.Method, Is.EqualTo(SipMethod.Register));
        Assert.That(message.TryNumber(SipHeader.Expires, out var expires) ? expires : 0, Is.EqualTo(300));
        Assert.That(message.TryFind("P_Preferred_Identity"u8, out var identity) ? SipSamples.Text(identity) : "", Is.EqualTo("Group Series9"));
        Assert.That(message.TryAddress(SipHeader.Contact, out var contact), Is.True);
        Assert.That(contact.TryParameter("+sip.instance"u8, out var instance) ? SipSamples.Text(instance) : "", Does.Contain("urn:uuid:e8c7bf50"));
    }
}
