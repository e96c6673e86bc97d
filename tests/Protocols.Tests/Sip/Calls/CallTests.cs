using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;

namespace Protocols.Tests.Sip.Calls;

/// <summary>Calls between two agents: how they begin, change and end, and the races on the way.</summary>
public sealed class CallTests
{
    private SipWorld _world = null!;
    private Agent _ann = null!;
    private Agent _bob = null!;

    [SetUp]
    public void Two_people() => Meet(new());

    [TestCase(SipTransport.Udp)]
    [TestCase(SipTransport.Tcp)]
    [TestCase(SipTransport.Tls)]
    public void Ann_calls_Bob_answers_and_Ann_hangs_up(SipTransport transport)
    {
        Meet(new(transport: transport));
        var call = Talk();

        Assert.That(_ann.All<SipEvent.Answered>().Single().Sdp, Is.EqualTo(Agent.Reply));
        Assert.That(_bob.All<SipEvent.Acknowledged>().Count(), Is.EqualTo(1));
        var invitation = _bob.All<SipEvent.Invited>().Single().Invitation;
        Assert.That((invitation.Number, invitation.FromUser, invitation.FromDisplay, invitation.Sdp), Is.EqualTo(("1001", "Ann", "会议室 \"1\"", Agent.Offer)));

        _ann.Do(new SipCommand.HangUp(call));
        _world.Run(60);

        Assert.That((_ann.TheEnd.Reason, _bob.TheEnd.Reason), Is.EqualTo((SipEndReason.HungUpByUs, SipEndReason.HungUpByPeer)));
        NothingIsLeft();
    }

    [Test]
    public void The_called_may_hang_up_too()
    {
        Talk();
        _bob.Do(new SipCommand.HangUp(_bob.Invited));
        _world.Run(60);

        Assert.That(_ann.TheEnd.Reason, Is.EqualTo(SipEndReason.HungUpByPeer));
        NothingIsLeft();
    }

    [TestCase(486, "Busy Here")]
    [TestCase(488, "Not Acceptable Here")]
    [TestCase(603, "Decline")]
    public void A_refusal_tells_its_code(int status, string phrase)
    {
        _bob.When = happened => _bob.Do(new SipCommand.Refuse(happened.Call, status));
        _ann.Dial(_bob);
        _world.Run(60);

        Assert.That(_ann.TheEnd, Is.EqualTo(new SipEvent.Ended(_ann.TheEnd.Call, SipEndReason.RefusedByPeer, status, phrase)));
        Assert.That(_bob.TheEnd.Reason, Is.EqualTo(SipEndReason.RefusedByUs));
        Assert.That(_world.Count("Ann ACK"), Is.EqualTo(1));
        NothingIsLeft();
    }

    [Test]
    public void What_speaks_against_an_offer_is_told_in_words()
    {
        _bob.When = happened => _bob.Do(new SipCommand.Refuse(happened.Call, 488, "media must be \"encrypted\" (SRTP)"));
        _ann.Dial(_bob);
        _world.Run(60);
        Assert.That(_world.Last("SIP/2.0 488"), Does.Contain("\r\nWarning: 399 192.0.2.2 \"media must be 'encrypted' (SRTP)\"\r\n"));
    }

    [TestCase(503)]
    [TestCase(480)]
    public void Who_may_come_again_is_told_when(int status)
    {
        _bob.When = happened => _bob.Do(new SipCommand.Refuse(happened.Call, status));
        _ann.Dial(_bob);
        _world.Run(60);
        Assert.That(_world.Last($"SIP/2.0 {status}"), Does.Contain("\r\nRetry-After: 5\r\n"));
    }

    [Test]
    public void It_rings_before_it_is_answered()
    {
        _bob.When = Rings;
        var call = _ann.Dial(_bob);
        _world.Run(5);
        Assert.That(_ann.All<SipEvent.Progressed>().Single(), Is.EqualTo(new SipEvent.Progressed(call, 180, null)));

        _bob.Do(new SipCommand.Answer(_bob.Invited, Agent.Reply));
        _world.Run(5);
        Assert.That(_ann.All<SipEvent.Answered>().Count(), Is.EqualTo(1));
        Assert.That(_world.Count("Bob 200 INVITE"), Is.EqualTo(1));
    }

    [Test]
    public void Nobody_at_that_address_is_known_after_half_a_minute()
    {
        _world.IsLost = words => words.StartsWith("Ann", StringComparison.Ordinal);
        _ann.Dial(_bob);
        _world.Run(31);
        Assert.That(_ann.Events, Is.Empty);

        _world.Run(2);
        Assert.That((_ann.TheEnd.Reason, _ann.TheEnd.Status), Is.EqualTo((SipEndReason.NoAnswer, 408)));
        Assert.That(_world.Count("Ann INVITE"), Is.EqualTo(7), "at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s");
        NothingIsLeft();
    }

    [Test]
    public void Ringing_without_end_is_ended_by_both()
    {
        _bob.When = Rings;
        _ann.Dial(_bob);
        _world.Run(400);

        Assert.That(_ann.TheEnd.Reason, Is.EqualTo(SipEndReason.NoAnswer));
        Assert.That(_bob.Events.OfType<SipEvent.Ended>().Count(), Is.EqualTo(1));
        NothingIsLeft();
    }

    // CANCEL.

    [Test]
    public void Ann_gives_up_while_it_rings()
    {
        _bob.When = Rings;
        var call = _ann.Dial(_bob);
        _world.Run(3);
        _ann.Do(new SipCommand.HangUp(call));
        _world.Run(60);

        Assert.That((_ann.TheEnd.Reason, _bob.TheEnd.Reason), Is.EqualTo((SipEndReason.HungUpByUs, SipEndReason.Cancelled)));
        Assert.That(_world.Wire, Does.Contain("Bob 487 INVITE").And.Contain("Bob 200 CANCEL"));
        NothingIsLeft();
    }

    [Test]
    public void A_CANCEL_waits_for_the_first_response()
    {
        _world.IsLost = words => words == "Bob 100 INVITE" && _world.Count(words) == 1;
        var call = _ann.Dial(_bob);
        _ann.Do(new SipCommand.HangUp(call));
        _world.Run(0.3);
        Assert.That(_world.Count("Ann CANCEL"), Is.Zero);

        _world.Run(60);
        Assert.That(_world.Count("Ann CANCEL"), Is.EqualTo(1));
        Assert.That(_bob.TheEnd.Reason, Is.EqualTo(SipEndReason.Cancelled));
        NothingIsLeft();
    }

    [Test]
    public void An_answer_that_crosses_the_CANCEL_is_acknowledged_and_hung_up()
    {
        _bob.When = Rings;
        var call = _ann.Dial(_bob);
        _world.Run(3);
        _ann.Do(new SipCommand.HangUp(call));
        _bob.Do(new SipCommand.Answer(_bob.Invited, Agent.Reply));
        _world.Run(60);

        Assert.That((_ann.TheEnd.Reason, _bob.TheEnd.Reason), Is.EqualTo((SipEndReason.HungUpByUs, SipEndReason.HungUpByPeer)));
        Assert.That(_world.Wire, Does.Contain("Ann ACK").And.Contain("Ann BYE").And.Contain("Bob 200 CANCEL"));
        NothingIsLeft();
    }

    // ACK.

    [Test]
    public void An_answer_is_repeated_until_it_is_acknowledged()
    {
        _world.IsLost = words => words == "Ann ACK" && _world.Count(words) < 4;
        Talk();

        Assert.That(_world.Count("Bob 200 INVITE"), Is.EqualTo(4));
        Assert.That(_bob.All<SipEvent.Acknowledged>().Count(), Is.EqualTo(1));
    }

    [TestCase(SipTransport.Udp)]
    [TestCase(SipTransport.Tcp)]
    public void Without_an_ACK_the_call_is_hung_up_after_64_times_T1(SipTransport transport)
    {
        Meet(new(transport: transport));
        _world.IsLost = words => words == "Ann ACK";
        _bob.When = Answers;
        _ann.Dial(_bob);
        _world.Run(31.9);
        Assert.That(_world.Count("Bob BYE"), Is.Zero);

        _world.Run(60);
        Assert.That(_bob.TheEnd.Reason, Is.EqualTo(SipEndReason.NotAcknowledged));
        Assert.That(_ann.TheEnd.Reason, Is.EqualTo(SipEndReason.HungUpByPeer));
        NothingIsLeft();
    }

    [Test]
    public void Who_answers_and_hangs_up_at_once_waits_for_the_ACK()
    {
        _world.IsLost = words => words == "Ann ACK" && _world.Count(words) < 3;
        _bob.When = happened =>
        {
            Answers(happened);
            _bob.Do(new SipCommand.HangUp(happened.Call));
        };
        _ann.Dial(_bob);
        _world.Run(60);

        Assert.That(_world.Wire.IndexOf("Bob BYE"), Is.GreaterThan(_world.Wire.LastIndexOf("Ann ACK")));
        Assert.That(_ann.TheEnd.Reason, Is.EqualTo(SipEndReason.HungUpByPeer));
        NothingIsLeft();
    }

    [Test]
    public void Both_may_hang_up_at_once()
    {
        var call = Talk();
        _ann.Do(new SipCommand.HangUp(call));
        _bob.Do(new SipCommand.HangUp(_bob.Invited));
        _world.Run(60);

        Assert.That((_ann.TheEnd.Reason, _bob.TheEnd.Reason), Is.EqualTo((SipEndReason.HungUpByUs, SipEndReason.HungUpByUs)));
        NothingIsLeft();
    }

    // Offers.

    [Test]
    public void Without_an_offer_the_answer_makes_one_and_the_ACK_answers_it()
    {
        _bob.When = happened => _bob.Do(new SipCommand.Answer(happened.Call, Agent.Offer));
        _bob.Receive(Raw("INVITE", "z9hG4bKdelayed", 1), _ann);
        _world.Run(0.1);
        Assert.That(_bob.All<SipEvent.Invited>().Single().Invitation.Sdp, Is.Null);
        Assert.That(_world.Last("SIP/2.0 200"), Does.EndWith(Agent.Offer));

        var tag = ToTag(_world.Last("SIP/2.0 200"));
        _bob.When = _ => { };
        _bob.Receive(Raw("ACK", "z9hG4bKack", 1, tag, Agent.Reply), _ann);
        Assert.That(_bob.All<SipEvent.Acknowledged>().Single().Sdp, Is.EqualTo(Agent.Reply));
    }

    [Test]
    public void Hold_and_resume_are_offers_that_are_answered()
    {
        var call = Talk();
        _bob.When = happened => _bob.Do(new SipCommand.Answer(happened.Call, Agent.Reply + "a=recvonly\r\n"));
        _ann.Do(new SipCommand.Offer(call, Agent.Hold));
        _world.Run(5);

        Assert.That(_bob.All<SipEvent.OfferCame>().Single().Sdp, Is.EqualTo(Agent.Hold));
        Assert.That(_ann.All<SipEvent.AnswerCame>().Single().Sdp, Does.EndWith("a=recvonly\r\n"));

        _bob.When = Answers;
        _ann.Do(new SipCommand.Offer(call, Agent.Offer));
        _world.Run(5);
        Assert.That(_ann.All<SipEvent.AnswerCame>().Last().Sdp, Is.EqualTo(Agent.Reply));
        Assert.That(_bob.All<SipEvent.Acknowledged>().Count(), Is.EqualTo(3));
    }

    [Test]
    public void An_offer_that_is_refused_leaves_the_call_as_it_was()
    {
        var call = Talk();
        _bob.When = happened => _bob.Do(new SipCommand.Refuse(happened.Call, 488));
        _ann.Do(new SipCommand.Offer(call, Agent.Hold));
        _world.Run(5);

        Assert.That(_ann.All<SipEvent.OfferRefused>().Single().Status, Is.EqualTo(488));
        Assert.That(_ann.All<SipEvent.Ended>().Concat(_bob.All<SipEvent.Ended>()), Is.Empty);
    }

    [Test]
    public void The_same_offer_again_is_answered_without_asking_anybody()
    {
        var call = Talk();
        _bob.When = _ => Assert.Fail("nobody need be asked");
        _bob.When = happened => Assert.That(happened, Is.Not.InstanceOf<SipEvent.OfferCame>());
        _ann.Do(new SipCommand.Offer(call, Agent.Offer));
        _world.Run(5);

        Assert.That(_world.Count("Bob 200 INVITE"), Is.EqualTo(2));
        Assert.That(_world.Last("SIP/2.0 200"), Does.EndWith(Agent.Reply));
        Assert.That(_ann.All<SipEvent.AnswerCame>(), Is.Empty, "nothing has changed");
    }

    [Test]
    public void Offers_that_cross_get_491_and_both_come_through_in_the_end([Range(1, 10)] int seed)
    {
        Meet(new(seed));
        var call = Talk();
        _ann.When = Answering(_ann);
        _bob.When = Answering(_bob);
        _ann.Do(new SipCommand.Offer(call, Agent.Hold));
        _bob.Do(new SipCommand.Offer(_bob.Invited, Agent.Reply + "a=sendonly\r\n"));
        _world.Run(15);

        Assert.That(_world.Count("Ann 491 INVITE") + _world.Count("Bob 491 INVITE"), Is.GreaterThanOrEqualTo(2));
        Assert.That(_ann.All<SipEvent.AnswerCame>().Count(), Is.EqualTo(1));
        Assert.That(_bob.All<SipEvent.AnswerCame>().Count(), Is.EqualTo(1));

        static Action<SipEvent> Answering(Agent who) => happened =>
        {
            if (happened is SipEvent.OfferCame)
                who.Do(new SipCommand.Answer(happened.Call, Agent.Reply));
        };
    }

    [Test]
    public void A_change_while_another_waits_takes_its_place()
    {
        var call = Talk();
        _bob.When = Answers;
        _ann.Do(new SipCommand.Offer(call, Agent.Hold));
        _ann.Do(new SipCommand.Offer(call, Agent.Hold + "a=label:1\r\n"));
        _ann.Do(new SipCommand.Offer(call, Agent.Hold + "a=label:2\r\n"));
        _world.Run(5);

        Assert.That(_bob.All<SipEvent.OfferCame>().Select(offer => offer.Sdp), Is.EqualTo(new[] { Agent.Hold, Agent.Hold + "a=label:2\r\n" }));
    }

    [Test]
    public void An_UPDATE_with_an_offer_is_answered_by_the_owner_and_one_without_at_once()
    {
        Talk();
        _bob.When = Answers;
        var dialog = DialogOfAnn();
        _bob.Receive(InDialog(dialog, "UPDATE", 10, Agent.Hold), _ann);
        _world.Run(1);
        Assert.That(_bob.All<SipEvent.OfferCame>().Single().Sdp, Is.EqualTo(Agent.Hold));
        Assert.That(_world.Last("SIP/2.0 200"), Does.Contain("CSeq: 10 UPDATE").And.EndWith(Agent.Reply));

        _bob.Receive(InDialog(dialog, "UPDATE", 11), _ann);
        _world.Run(1);
        Assert.That(_world.Last("SIP/2.0 200"), Does.Contain("CSeq: 11 UPDATE").And.Contain("Content-Length: 0"));
    }

    [TestCase("INVITE")]
    [TestCase("UPDATE")]
    public void Who_may_offer_again_is_told_when(string method)
    {
        Talk();
        _bob.When = happened => _bob.Do(new SipCommand.Refuse(happened.Call, 503));
        _bob.Receive(InDialog(DialogOfAnn(), method, 10, Agent.Hold), _ann);
        _world.Run(1);
        Assert.That(_world.Last("SIP/2.0 503"), Does.Contain($"CSeq: 10 {method}\r\n").And.Contain("\r\nRetry-After: 5\r\n"));
    }

    [Test]
    public void An_UPDATE_that_meets_an_unanswered_one_is_told_to_come_again()
    {
        Talk();
        _bob.When = _ => { };
        var dialog = DialogOfAnn();
        _bob.Receive(InDialog(dialog, "UPDATE", 10, Agent.Hold), _ann);
        _bob.Receive(InDialog(dialog, "UPDATE", 11, Agent.Hold), _ann);

        Assert.That(_world.Last("SIP/2.0 500"), Does.Contain("Retry-After: ").And.Contain("CSeq: 11 UPDATE"));
    }

    [Test]
    public void A_request_older_than_the_last_is_refused()
    {
        Talk();
        var dialog = DialogOfAnn();
        _bob.Receive(InDialog(dialog, "INFO", 10), _ann);
        _bob.Receive(InDialog(dialog, "INFO", 9), _ann);
        Assert.That(_world.Last("SIP/2.0 500"), Does.Contain("CSeq: 9 INFO"));
    }

    // Words in a call.

    [Test]
    public void INFO_arrives_once_however_often_it_is_sent()
    {
        var call = Talk();
        _world.IsLost = words => words == "Bob 200 INFO" && _world.Count(words) < 3;
        _ann.Do(new SipCommand.SendInfo(call, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"));
        _world.Run(20);

        Assert.That(_bob.All<SipEvent.InfoCame>().Single(), Is.EqualTo(new SipEvent.InfoCame(_bob.Invited, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n")));
        Assert.That(_world.Count("Ann INFO"), Is.EqualTo(3));
    }

    [Test]
    public void A_call_that_the_peer_has_forgotten_is_over()
    {
        var call = Talk();
        _world.IsLost = words => words == "Bob BYE";
        _bob.Do(new SipCommand.HangUp(_bob.Invited));
        _ann.Do(new SipCommand.SendInfo(call, "application/dtmf", "5"));
        _world.Run(60);

        Assert.That((_ann.TheEnd.Reason, _ann.TheEnd.Status), Is.EqualTo((SipEndReason.PeerGone, 481)));
        NothingIsLeft();
    }

    [Test]
    public void A_connection_that_is_gone_ends_what_waits_on_it()
    {
        Meet(new(transport: SipTransport.Tcp));
        _world.IsLost = _ => true;
        _ann.Dial(_bob);
        _world.Run(1);
        _ann.User.FlowGone(_ann.To(_bob), _world.Now);

        Assert.That(_ann.TheEnd.Reason, Is.EqualTo(SipEndReason.PeerGone));
    }

    // Bad weather.

    [Test]
    public void Calls_come_through_a_line_that_loses_a_third([Range(1, 20)] int seed)
    {
        Meet(new(seed, loss: 0.33));
        _bob.When = happened =>
        {
            Rings(happened);
            Answers(happened);
        };
        var call = _ann.Dial(_bob);
        _world.Run(40);
        if (_ann.All<SipEvent.Answered>().Any() && !_ann.All<SipEvent.Ended>().Any())
            _ann.Do(new SipCommand.HangUp(call));
        _world.Run(200);

        Assert.That(_ann.All<SipEvent.Ended>().Count(), Is.EqualTo(1), _ann.ToString());
        Assert.That(_bob.All<SipEvent.Ended>().Count(), Is.EqualTo(_bob.All<SipEvent.Invited>().Count()), _bob.ToString());
        NothingIsLeft();
    }

    private void Meet(SipWorld world)
    {
        _world = world;
        _ann = world.Add("Ann");
        _bob = world.Add("Bob");
    }

    private SipCallId Talk()
    {
        _bob.When = Answers;
        var call = _ann.Dial(_bob);
        _world.Run(5);
        _bob.When = _ => { };
        return call;
    }

    private void Rings(SipEvent happened)
    {
        if (happened is SipEvent.Invited)
            _bob.Do(new SipCommand.Ring(happened.Call));
    }

    private void Answers(SipEvent happened)
    {
        if (happened is SipEvent.Invited or SipEvent.OfferCame)
            _bob.Do(new SipCommand.Answer(happened.Call, Agent.Reply));
    }

    private void NothingIsLeft()
    {
        _world.Run(120);
        foreach (var agent in new[] { _ann, _bob })
            Assert.That((agent.User.Calls, agent.User.Transactions), Is.EqualTo((0, 0)), agent.Name);
    }

    // Ann's dialog as the wire shows it: Call-ID, her tag, Bob's tag.
    private (string CallId, string Local, string Remote) DialogOfAnn()
    {
        var ack = _world.Last("ACK");
        return (Value(ack, "Call-ID: "), Value(ack, "From: ").Split("tag=")[1], Value(ack, "To: ").Split("tag=")[1]);
    }

    private static string ToTag(string text) => Value(text, "To: ").Split("tag=")[1];

    private static string Value(string text, string header) =>
        text.Split("\r\n").First(line => line.StartsWith(header, StringComparison.Ordinal))[header.Length..];

    private static string InDialog((string CallId, string Local, string Remote) dialog, string method, int sequence, string body = "") =>
        Raw(method, $"z9hG4bK{method}{sequence}", sequence, dialog.Remote, body)
            .Replace("Call-ID: raw", $"Call-ID: {dialog.CallId}", StringComparison.Ordinal).Replace("tag=ann", $"tag={dialog.Local}", StringComparison.Ordinal);

    private static string Raw(string method, string branch, int sequence, string toTag = "", string body = "") =>
        $"""
        {method} sip:1001@192.0.2.2 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1;branch={branch};rport
        From: <sip:ann@192.0.2.1>;tag=ann
        To: <sip:1001@192.0.2.2>{(toTag.Length > 0 ? $";tag={toTag}" : "")}
        Call-ID: raw
        CSeq: {sequence} {method}
        Contact: <sip:ann@192.0.2.1>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: {body.Length}

        {body}
        """;
}
