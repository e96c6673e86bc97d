using Protocols.Sip.Calls;

namespace Protocols.Tests.Sip.Calls;

/// <summary>Each wrong request gets the answer that is its own, not 400 for all; and none makes the server stumble.</summary>
public sealed class ManyAnswersTests
{
    private const string Plain = """
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx1;rport
        From: <sip:a@192.0.2.1>;tag=1
        To: <sip:1001@192.0.2.2>
        Call-ID: many
        CSeq: 1 INVITE
        Contact: <sip:a@192.0.2.1>
        Max-Forwards: 70


        """;

    private readonly SipWorld _world = new();
    private readonly Agent _ann;
    private readonly Agent _bob;

    public ManyAnswersTests()
    {
        _ann = _world.Add("Ann");
        _bob = _world.Add("Bob");
    }

    [SetUp]
    public void Quiet()
    {
        _world.Run(100);
        _world.Wire.Clear();
        _world.Texts.Clear();
        _bob.When = happened => _bob.Do(new SipCommand.Refuse(happened.Call, 404));
    }

    [TestCase("OPTIONS", "", "", "200", TestName = "OPTIONS_is_answered_with_what_we_can")]
    [TestCase("REGISTER", "", "", "200", TestName = "REGISTER_goes_to_the_door")]
    [TestCase("INVITE", "", "", "404", TestName = "An_INVITE_goes_to_the_owner")]
    [TestCase("INVITE", "Max-Forwards", "Require: nothingSupportsThis, timer\nMax-Forwards", "420", TestName = "Bext01_an_unknown_requirement")]
    [TestCase("INVITE", "Max-Forwards", "Content-Type: application/unknown\nContent-Length: 1\nX-", "415", TestName = "Invut_a_body_that_nobody_reads")]
    [TestCase("INVITE", "Max-Forwards", "Content-Type: application/unknown\nContent-Disposition: x;handling=optional\nContent-Length: 1\nX-", "404", TestName = "A_body_that_nobody_need_read")]
    [TestCase("INVITE", "Max-Forwards", "Content-Encoding: gzip\nContent-Type: application/sdp\nContent-Length: 1\nX-", "415", TestName = "A_body_that_is_packed")]
    [TestCase("INVITE", "Max-Forwards", "Accept: text/nobodyKnowsThis\nMax-Forwards", "406", TestName = "Sdp01_a_peer_that_takes_no_SDP")]
    [TestCase("INVITE", "@192.0.2.2>", "@192.0.2.2>;tag=gone", "481", TestName = "A_call_that_is_not_there")]
    [TestCase("BYE", "", "", "481", TestName = "A_BYE_of_no_call")]
    [TestCase("CANCEL", "", "", "481", TestName = "A_CANCEL_of_no_INVITE")]
    [TestCase("SUBSCRIBE", "", "", "489", TestName = "A_subscription")]
    [TestCase("MESSAGE", "", "", "405", TestName = "A_method_that_we_know_and_do_not_serve")]
    [TestCase("NEWMETHOD", "", "", "501", TestName = "Mismatch02_a_method_that_nobody_knows")]
    [TestCase("INVITE", "Call-ID: many\n", "", "400", TestName = "Insuf_no_Call_ID_is_told")]
    public void The_answer_says_what_is_wrong(string method, string replace, string with, string status)
    {
        var text = Plain.Replace("1 INVITE", $"1 {method}", StringComparison.Ordinal);
        if (replace.Length > 0)
            text = text.Replace(replace, with, StringComparison.Ordinal);
        _bob.Receive($"{method} sip:1001@192.0.2.2 SIP/2.0\n{text}{(with.Contains("Content-Length: 1", StringComparison.Ordinal) ? "x" : "")}", _ann);

        Assert.That(_world.Texts.Where(answer => !answer.StartsWith("SIP/2.0 100", StringComparison.Ordinal)).First(), Does.StartWith($"SIP/2.0 {status} "));
    }

    [TestCase("nobodyKnowsThisScheme:totallyopaquecontent", "416")]
    [TestCase("sip:user@example.com?Route=x", "400")]
    [TestCase("tel:+12015550100", "404")]
    [TestCase("sips:1001@example.com", "404")]
    public void The_address_decides_too(string uri, string status)
    {
        _bob.Receive($"INVITE {uri} SIP/2.0\n{Plain}", _ann);
        Assert.That(_world.Texts.Last(), Does.StartWith($"SIP/2.0 {status} "));
    }

    [Test]
    public void A_second_copy_by_another_way_is_a_merged_request()
    {
        _bob.When = _ => { };
        _bob.Receive($"INVITE sip:1001@192.0.2.2 SIP/2.0\n{Plain}", _ann);
        _bob.Receive($"INVITE sip:1001@192.0.2.2 SIP/2.0\n{Plain.Replace("z9hG4bKx1", "z9hG4bKx2", StringComparison.Ordinal)}", _ann);

        Assert.That(_world.Wire.Last(), Is.EqualTo("Bob 482 INVITE"));
        _bob.Do(new SipCommand.HangUp(_bob.Invited));
    }

    [Test]
    public void Bcast_a_response_that_goes_on_to_another_is_not_ours()
    {
        var before = _bob.User.StrayResponses;
        _bob.Receive($"SIP/2.0 200 OK\n{Plain.Replace("From:", "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKsaber\nFrom:", StringComparison.Ordinal)}", _ann);
        _bob.Receive($"SIP/2.0 200 OK\n{Plain}", _ann);

        Assert.That(_bob.User.StrayResponses - before, Is.EqualTo(2));
        Assert.That(_world.Wire, Is.Empty);
    }

    [Test]
    public void Without_rport_the_answer_goes_where_the_Via_says()
    {
        _bob.Receive($"OPTIONS sip:1001@192.0.2.2 SIP/2.0\n{Plain.Replace("INVITE", "OPTIONS", StringComparison.Ordinal).Replace("192.0.2.1;", "10.0.0.1:5070;", StringComparison.Ordinal)}", _ann);

        Assert.That(_world.Texts.Last(), Does.Contain("Via: SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bKx1;rport=5060;received=192.0.2.1"));
    }

    [Test]
    [MaxTime(10_000)]
    public void Damaged_messages_of_every_kind_leave_the_server_standing([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var bob = new SipWorld().Add("Bob", options => options with { MaxTransactions = 200, MaxCalls = 50 });
        bob.When = happened =>
        {
            if (happened is SipEvent.Invited or SipEvent.OfferCame)
                bob.Do(random.Next(3) == 0 ? new SipCommand.Refuse(happened.Call, 488) : new SipCommand.Answer(happened.Call, Agent.Reply));
        };
        for (var i = 0; i < 400; i++)
        {
            var wire = SipSamples.Wire(SipSamples.All[random.Next(SipSamples.All.Length)]);
            bob.Receive(SipDamage.Damaged(wire, random), _ann.To(bob));
        }

        Assert.That(bob.User.Transactions, Is.LessThanOrEqualTo(400));
        Assert.That(bob.User.Calls, Is.LessThanOrEqualTo(50));
    }
}
