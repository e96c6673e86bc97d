using Protocols.Sip.Calls;

namespace Protocols.Tests.Sip.Calls;

/// <summary>Transfers (RFC 3515) and calls that take the place of others (RFC 3891).</summary>
public sealed class TransferTests
{
    private SipWorld _world = null!;
    private Agent _ann = null!;
    private Agent _bob = null!;

    [SetUp]
    public void Two_people()
    {
        _world = new();
        _ann = _world.Add("Ann");
        _bob = _world.Add("Bob");
    }

    [Test]
    public void A_transfer_is_asked_for_told_of_and_done()
    {
        _ann.Do(new SipCommand.Transfer(Talk(), "sip:carol@192.0.2.9"));
        _world.Run(2);
        var asked = _bob.All<SipEvent.TransferAsked>().Single();
        Assert.That(asked, Is.EqualTo(new SipEvent.TransferAsked(_bob.Invited, "sip:carol@192.0.2.9", null, null)));

        _bob.Do(new SipCommand.ReportTransfer(asked.Call, 180, "Ringing"));
        _bob.Do(new SipCommand.ReportTransfer(asked.Call, 200, "OK"));
        _world.Run(2);
        Assert.That(Progress(), Is.EquivalentTo(new[] { 100, 180, 200 }));
        Assert.That(_world.Last("NOTIFY"), Does.Contain("Subscription-State: terminated").And.Contain("message/sipfrag"));
    }

    [Test]
    public void A_transfer_in_place_of_a_call_elsewhere_tells_how_that_is_named()
    {
        _ann.Do(new SipCommand.Transfer(Talk(), "sip:carol@192.0.2.9?Replaces=77%40elsewhere%3Bto-tag%3Da%3Bfrom-tag%3Db&Subject=x"));
        _world.Run(2);
        var asked = _bob.All<SipEvent.TransferAsked>().Single();
        Assert.That((asked.Target, asked.Replaces, asked.ReplacesElsewhere), Is.EqualTo(("sip:carol@192.0.2.9", (SipCallId?)null, "77@elsewhere;to-tag=a;from-tag=b")));
    }

    [Test]
    public void A_transfer_in_place_of_another_call_of_ours_tells_which()
    {
        var first = Talk();
        var former = _bob.Invited;
        var name = NameOfLastCall();
        Talk();
        var latter = _bob.Invited;
        _ann.Do(new SipCommand.Transfer(first, $"sip:1001@192.0.2.2?Replaces={Uri.EscapeDataString(NameOfLastCall())}"));
        _world.Run(2);
        Assert.That(_bob.All<SipEvent.TransferAsked>().Single(), Is.EqualTo(new SipEvent.TransferAsked(former, "sip:1001@192.0.2.2", latter, null)));
        Assert.That(name, Is.Not.EqualTo(NameOfLastCall()));
    }

    [Test]
    public void A_second_transfer_waits_until_the_first_is_over()
    {
        var call = Talk();
        _ann.Do(new SipCommand.Transfer(call, "sip:carol@192.0.2.9"));
        _world.Run(2);
        _ann.Do(new SipCommand.Transfer(call, "sip:dave@192.0.2.9"));
        _world.Run(2);
        Assert.That(_world.Count("Bob 491 REFER"), Is.EqualTo(1));
        Assert.That(_bob.All<SipEvent.TransferAsked>().Count(), Is.EqualTo(1));

        _bob.Do(new SipCommand.ReportTransfer(_bob.Invited, 404, "Not Found"));
        _ann.Do(new SipCommand.Transfer(call, "sip:dave@192.0.2.9"));
        _world.Run(2);
        Assert.That(_bob.All<SipEvent.TransferAsked>().Last().Target, Is.EqualTo("sip:dave@192.0.2.9"));
    }

    [TestCase("mailto:carol@192.0.2.9")]
    [TestCase("nonsense")]
    public void A_transfer_to_what_cannot_be_called_is_refused(string target)
    {
        _ann.Do(new SipCommand.Transfer(Talk(), target));
        _world.Run(2);
        Assert.That(_world.Count("Bob 400 REFER"), Is.EqualTo(1));
        Assert.That(_bob.All<SipEvent.TransferAsked>(), Is.Empty);
    }

    [Test]
    public void What_a_call_is_named_by_cannot_smuggle_a_line_into_another()
    {
        _bob.When = Answers;
        _ann.Dial(_bob, replaces: "x;to-tag=1\r\nX-Evil: 1;from-tag=2");
        _world.Run(2);
        Assert.That(_world.Last("INVITE"), Does.Not.Contain("\r\nX-Evil"));
    }

    [Test]
    public void A_call_takes_the_place_of_another()
    {
        Talk();
        var old = _bob.Invited;
        var carol = _world.Add("Carol");
        _bob.When = Answers;
        carol.Dial(_bob, replaces: NameOfLastCall());
        _world.Run(5);

        Assert.That(_bob.All<SipEvent.Invited>().Last().Invitation.Replaces, Is.EqualTo(old));
        Assert.That(_bob.All<SipEvent.Ended>().Single(), Is.EqualTo(new SipEvent.Ended(old, SipEndReason.Replaced)));
        Assert.That(_ann.TheEnd.Reason, Is.EqualTo(SipEndReason.HungUpByPeer));
    }

    [TestCase("x;to-tag=1;from-tag=2")]
    [TestCase("x")]
    [TestCase(";;;")]
    public void Who_replaces_what_is_not_there_gets_481(string name)
    {
        Talk();
        var carol = _world.Add("Carol");
        carol.Dial(_bob, replaces: name);
        _world.Run(2);
        Assert.That(carol.TheEnd.Status, Is.EqualTo(481));
    }

    [Test]
    public void A_right_Call_ID_with_one_wrong_tag_names_no_call([Values("to-tag", "from-tag")] string wrong)
    {
        Talk();
        var carol = _world.Add("Carol");
        carol.Dial(_bob, replaces: NameOfLastCall().Replace($"{wrong}=", $"{wrong}=0", StringComparison.Ordinal));
        _world.Run(2);
        Assert.That(carol.TheEnd.Status, Is.EqualTo(481));
        Assert.That(_bob.All<SipEvent.Ended>(), Is.Empty);
    }

    [Test]
    public void Who_wants_a_call_only_while_it_rings_does_not_get_one_that_stands()
    {
        Talk();
        var carol = _world.Add("Carol");
        carol.Dial(_bob, replaces: NameOfLastCall() + ";early-only");
        _world.Run(2);
        Assert.That(carol.TheEnd.Status, Is.EqualTo(486));
    }

    [Test]
    public void A_call_that_rings_at_ours_is_nobody_elses_to_take()
    {
        _bob.When = happened =>
        {
            if (happened is SipEvent.Invited)
                _bob.Do(new SipCommand.Ring(happened.Call));
        };
        _ann.Dial(_bob);
        _world.Run(2);
        var ringing = _world.Last("SIP/2.0 180");
        var carol = _world.Add("Carol");
        carol.Dial(_bob, replaces: NameOf(ringing));
        _world.Run(2);
        Assert.That(carol.TheEnd.Status, Is.EqualTo(481));
    }

    private IEnumerable<int> Progress() => _ann.All<SipEvent.TransferProgressed>().Select(progress => progress.Status);

    private SipCallId Talk()
    {
        _bob.When = Answers;
        var call = _ann.Dial(_bob);
        _world.Run(5);
        _bob.When = _ => { };
        return call;
    }

    private void Answers(SipEvent happened)
    {
        if (happened is SipEvent.Invited)
            _bob.Do(new SipCommand.Answer(happened.Call, Agent.Reply));
    }

    private string NameOfLastCall() => NameOf(_world.Last("ACK"));

    // As Bob sees it: his own tag is the one in To.
    private static string NameOf(string message)
    {
        return $"{Value("Call-ID: ")};to-tag={Value("To: ").Split("tag=")[1]};from-tag={Value("From: ").Split("tag=")[1]}";

        string Value(string header) => message.Split("\r\n").First(line => line.StartsWith(header, StringComparison.Ordinal))[header.Length..];
    }
}
