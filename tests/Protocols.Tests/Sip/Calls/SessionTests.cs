using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;

namespace Protocols.Tests.Sip.Calls;

/// <summary>Session timers (RFC 4028), reliable provisional responses (RFC 3262), forks, digests and overload.</summary>
public sealed class SessionTests
{
    private SipWorld _world = null!;
    private Agent _ann = null!;
    private Agent _bob = null!;

    [SetUp]
    public void Two_people() => Meet();

    [Test]
    public void A_session_is_refreshed_for_as_long_as_it_lasts()
    {
        Meet(options => options with { SessionExpires = TimeSpan.FromSeconds(90) });
        Talk();
        _world.Run(600);

        Assert.That(_world.Wire.Count(words => words.EndsWith(" UPDATE", StringComparison.Ordinal) && !words.Contains("200", StringComparison.Ordinal)), Is.InRange(12, 14));
        Assert.That(_ann.All<SipEvent.Ended>().Concat(_bob.All<SipEvent.Ended>()), Is.Empty);
        Assert.That(_bob.All<SipEvent.OfferCame>().Count() + _ann.All<SipEvent.OfferCame>().Count(), Is.Zero, "nobody is asked");
    }

    [Test]
    public void A_peer_without_UPDATE_is_refreshed_by_the_offer_that_holds()
    {
        Talk(invite => invite.Replace("Supported: 100rel", "Session-Expires: 90;refresher=uas\nSupported: 100rel", StringComparison.Ordinal));
        _world.Run(50);

        Assert.That(_world.Last("INVITE"), Does.Contain("Session-Expires: 90;refresher=uac").And.EndWith(Agent.Reply));
    }

    [Test]
    public void A_peer_that_should_refresh_and_does_not_is_hung_up()
    {
        Talk(invite => invite.Replace("Supported: 100rel", "Session-Expires: 90;refresher=uac\nSupported: 100rel", StringComparison.Ordinal));
        Assert.That(_world.Last("SIP/2.0 200"), Does.Contain("Session-Expires: 90;refresher=uac").And.Contain("Require: timer"));
        _world.Run(59);
        Assert.That(_bob.All<SipEvent.Ended>(), Is.Empty);

        _world.Run(2);
        Assert.That(_bob.TheEnd.Reason, Is.EqualTo(SipEndReason.SessionExpired));
        Assert.That(_world.Wire.Last(words => words.StartsWith("Bob", StringComparison.Ordinal)), Is.EqualTo("Bob BYE"));
    }

    [Test]
    public void A_peer_that_no_longer_answers_is_noticed_by_the_refresh()
    {
        Meet(options => options with { SessionExpires = TimeSpan.FromSeconds(90) });
        Talk();
        _world.IsLost = words => words.StartsWith("Ann", StringComparison.Ordinal);
        _world.Run(200);

        Assert.That(_bob.TheEnd.Reason, Is.EqualTo(SipEndReason.PeerGone).Or.EqualTo(SipEndReason.SessionExpired));
    }

    [Test]
    public void A_session_of_90_seconds_as_an_HDX_wants_it_is_never_refused()
    {
        Talk(invite => invite.Replace("Supported: 100rel", "Session-Expires: 90\nSupported: 100rel", StringComparison.Ordinal));
        Assert.That(_world.Last("SIP/2.0 200"), Does.Contain("Session-Expires: 90;refresher=uas"));
    }

    [Test]
    public void A_shorter_one_is_told_our_least()
    {
        _bob.Receive(Raw("INVITE", 1, Agent.Offer).Replace("Supported: 100rel", "Session-Expires: 60\nSupported: 100rel", StringComparison.Ordinal), _ann);
        Assert.That(_world.Last("SIP/2.0 422"), Does.Contain("Min-SE: 90"));
        Assert.That(_bob.Events, Is.Empty);
    }

    [Test]
    public void We_ask_for_as_long_as_the_peer_wants_at_least()
    {
        _world = new();
        _ann = _world.Add("Ann", options => options with { SessionExpires = TimeSpan.FromSeconds(120) });
        _bob = _world.Add("Bob", options => options with { SessionExpires = TimeSpan.FromSeconds(1_800), MinSessionExpires = TimeSpan.FromSeconds(900) });
        _bob.When = Answers;
        _ann.Dial(_bob);
        _world.Run(5);

        Assert.That(_world.Wire, Does.Contain("Bob 422 INVITE"));
        Assert.That(_world.Last("INVITE"), Does.Contain("Session-Expires: 900").And.Contain("Min-SE: 900").And.Contain("CSeq: 2 INVITE"));
        Assert.That(_ann.All<SipEvent.Answered>().Count(), Is.EqualTo(1));
    }

    // Reliable provisional responses.

    [Test]
    public void Early_media_is_repeated_until_it_is_acknowledged_and_the_answer_waits()
    {
        _world.IsLost = words => words is "Ann PRACK" && _world.Count(words) < 3;
        _bob.When = happened =>
        {
            if (happened is not SipEvent.Invited)
                return;

            _bob.Do(new SipCommand.Ring(happened.Call, Agent.Reply));
            _bob.Do(new SipCommand.Answer(happened.Call, Agent.Reply));
        };
        _ann.Dial(_bob);
        _world.Run(10);

        Assert.That(_ann.All<SipEvent.Progressed>().Single().Sdp, Is.EqualTo(Agent.Reply));
        Assert.That(_ann.All<SipEvent.Answered>().Count(), Is.EqualTo(1));
        Assert.That(_world.Count("Bob 183 INVITE"), Is.GreaterThan(1));
        Assert.That(_world.Wire.IndexOf("Bob 200 PRACK"), Is.LessThan(_world.Wire.IndexOf("Bob 200 INVITE")));
    }

    [Test]
    public void Who_requires_reliable_ringing_gets_it()
    {
        _bob.When = happened => _bob.Do(new SipCommand.Ring(happened.Call));
        _bob.Receive(Raw("INVITE", 1, Agent.Offer).Replace("Supported: 100rel", "Require: 100rel", StringComparison.Ordinal), _ann);
        Assert.That(_world.Last("SIP/2.0 180"), Does.Contain("Require: 100rel").And.Contain("RSeq: 1"));

        _bob.Receive(InDialog("PRACK", 2).Replace("Max-Forwards", "RAck: 7 1 INVITE\nMax-Forwards", StringComparison.Ordinal), _ann);
        Assert.That(_world.Wire.Last(), Is.EqualTo("Bob 481 PRACK"));
        _bob.Receive(InDialog("PRACK", 3).Replace("Max-Forwards", "RAck:  1   1 INVITE\nMax-Forwards", StringComparison.Ordinal), _ann);
        Assert.That(_world.Wire.Last(), Is.EqualTo("Bob 200 PRACK"));

        _world.Run(40);
        Assert.That(_bob.All<SipEvent.Ended>(), Is.Empty, "it is acknowledged, so nothing is given up");
    }

    [Test]
    public void A_reliable_response_that_nobody_acknowledges_ends_the_call()
    {
        _bob.When = happened => _bob.Do(new SipCommand.Ring(happened.Call, Agent.Reply));
        _bob.Receive(Raw("INVITE", 1, Agent.Offer), _ann);
        _world.Run(33);

        Assert.That(_bob.TheEnd.Reason, Is.EqualTo(SipEndReason.NoAnswer));
    }

    // Forks.

    [Test]
    public void The_first_of_a_fork_has_the_call_and_the_second_is_hung_up()
    {
        _ann.Dial(_bob);
        _world.IsLost = _ => true;
        var invite = _world.Last("INVITE");
        _ann.Receive(Response(invite, 200, "first"), _bob);
        _ann.Receive(Response(invite, 200, "second"), _bob);
        _ann.Receive(Response(invite, 200, "first"), _bob);

        Assert.That(_ann.All<SipEvent.Answered>().Count(), Is.EqualTo(1));
        Assert.That(_world.Count("Ann ACK"), Is.EqualTo(3), "one for each time that an answer came");
        Assert.That(_world.Last("BYE"), Does.Contain(";tag=second"));
        Assert.That(_ann.All<SipEvent.Ended>(), Is.Empty);
    }

    // Who are you.

    [Test]
    public void A_trunk_that_asks_who_we_are_is_told()
    {
        var guard = new Guard(_bob, "secret");
        _bob.Door = guard;
        _bob.When = Answers;
        _ann.Dial(_bob, user: "trunk", password: "secret");
        _world.Run(5);

        Assert.That(_world.Wire, Does.Contain("Bob 401 INVITE"));
        Assert.That(_world.Last("INVITE"), Does.Contain("Authorization: Digest username=\"trunk\"").And.Contain("CSeq: 2 INVITE"));
        Assert.That(_ann.All<SipEvent.Answered>().Count(), Is.EqualTo(1));
        Assert.That(_bob.All<SipEvent.Invited>().Single().Invitation.Account, Is.EqualTo("trunk"));
    }

    [Test]
    public void A_wrong_password_is_not_tried_again()
    {
        _bob.Door = new Guard(_bob, "secret");
        _ann.Dial(_bob, user: "trunk", password: "guess");
        _world.Run(5);

        Assert.That(_world.Count("Ann INVITE"), Is.EqualTo(2));
        Assert.That((_ann.TheEnd.Reason, _ann.TheEnd.Status), Is.EqualTo((SipEndReason.RefusedByPeer, 401)));
    }

    // Overload.

    [Test]
    public void One_call_too_many_is_told_when_to_come_again()
    {
        Meet(options => options with { MaxCalls = 2 });
        _ann.Dial(_bob);
        _ann.Dial(_bob);
        _world.Run(0.1);
        var carol = _world.Add("Carol");
        carol.Dial(_bob);
        _world.Run(1);

        Assert.That((carol.TheEnd.Reason, carol.TheEnd.Status), Is.EqualTo((SipEndReason.RefusedByPeer, 503)));
        Assert.That(_world.Last("SIP/2.0 503"), Does.Match("Retry-After: ([5-9]|10)\r\n"));
        Assert.That(_bob.User.Overloaded, Is.EqualTo(1));
    }

    [Test]
    public void A_flood_is_answered_and_leaves_nothing_behind_beyond_the_limit()
    {
        Meet(options => options with { MaxTransactions = 500 });
        for (var i = 0; i < 5_000; i++)
            _bob.Receive(Raw("OPTIONS", i).Replace("z9hG4bK", $"z9hG4bK{i}x", StringComparison.Ordinal), _ann);

        Assert.That(_bob.User.Transactions, Is.EqualTo(500));
        Assert.That(_bob.User.Overloaded, Is.EqualTo(4_500));
        Assert.That(_world.Count("Bob 503 OPTIONS"), Is.EqualTo(4_500));
        _world.Run(40);
        Assert.That(_bob.User.Transactions, Is.Zero);
    }

    private void Meet(Func<SipOptions, SipOptions>? with = null)
    {
        _world = new();
        _ann = _world.Add("Ann", with);
        _bob = _world.Add("Bob", with);
    }

    private void Talk()
    {
        _bob.When = Answers;
        _ann.Dial(_bob);
        _world.Run(5);
    }

    // A peer of few words, which the test plays itself.
    private void Talk(Func<string, string> change)
    {
        _bob.When = Answers;
        _bob.Receive(change(Raw("INVITE", 1, Agent.Offer)), _ann);
        _bob.Receive(InDialog("ACK", 1), _ann);
    }

    private void Answers(SipEvent happened)
    {
        if (happened is SipEvent.Invited or SipEvent.OfferCame)
            _bob.Do(new SipCommand.Answer(happened.Call, Agent.Reply));
    }

    private string InDialog(string method, int sequence)
    {
        var response = _world.Texts.Last(text => text.StartsWith("SIP/2.0", StringComparison.Ordinal) && text.Contains(" INVITE\r\n", StringComparison.Ordinal));
        var to = response.Split("\r\n").First(line => line.StartsWith("To: ", StringComparison.Ordinal));
        return Raw(method, sequence).Replace("To: <sip:1001@192.0.2.2>", to, StringComparison.Ordinal);
    }

    private static string Response(string request, int status, string tag)
    {
        var kept = request.Split("\r\n").Where(line => line.Split(':')[0] is "Via" or "From" or "Call-ID" or "CSeq");
        return $"SIP/2.0 {status} OK\n{string.Join('\n', kept)}\nTo: <sip:1001@192.0.2.2>;tag={tag}\nContact: <sip:{tag}@192.0.2.2>\n"
            + $"Content-Type: application/sdp\nContent-Length: {Agent.Reply.Length}\n\n{Agent.Reply}";
    }

    private static string Raw(string method, int sequence, string body = "") =>
        $"""
        {method} sip:1001@192.0.2.2 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK{method}{sequence};rport
        From: <sip:ann@192.0.2.1>;tag=ann
        To: <sip:1001@192.0.2.2>
        Call-ID: raw
        CSeq: {sequence} {method}
        Contact: <sip:ann@192.0.2.1>
        Supported: 100rel, timer
        Allow: INVITE, ACK, BYE, CANCEL
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: {body.Length}

        {body}
        """;
}
