using System.Net;
using System.Net.Sockets;
using System.Text;
using Meetings;
using Meetings.Conduct;
using Protocols.Sip.Calls;
using SignalingHost.Lifetime;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>Terminals and telephones call into meetings. SIPp calls, and what it understands of us is what terminals will.</summary>
[Category("SipTools")]
public sealed class CallInTests
{
    private CallScene _scene = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await CallScene.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync() => await _scene.DisposeAsync();

    [TestCase("*")]
    [TestCase("%23")]
    public async Task A_call_with_the_password_in_its_address_is_in_and_holds_resumes_refreshes_and_leaves(string between)
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var call = _scene.CallAsync(SippScenario.Calls($"{meeting}{between}{ConferenceScene.GuestPassword}")
            .Invite().Answered(200, "a=sendrecv").Ack()
            .Info('*').PlainInfo('9')
            .Invite("sendonly").Answered(200, "a=recvonly").Ack()
            .Invite("sendrecv").Answered(200, "a=sendrecv").Ack()
            .Update().Answered(200, "Session-Expires: 90")
            .Pause(200).Bye());

        var view = await _scene.UntilAsync(meeting, now => now.Participants.Any(one => one.HandAt is not null), "a hand raised by keys");
        var caller = view.Participants.Single();
        Assert.That((caller.Name, caller.Device.Kind, caller.Device.Video, caller.Presence), Is.EqualTo(("Sipp", DeviceKind.Terminal, false, Presence.In)));
        Assert.That(await call, Is.True);
        await _scene.UntilAsync(meeting, now => now.Participants.Length == 0, "the caller's leaving");
    }

    [Test]
    public async Task An_account_in_a_meeting_is_busy_for_its_next_call_until_the_first_has_ended()
    {
        var (meeting, terminal) = (await _scene.Meetings.OpenAsync(), await _scene.AddTerminalAsync());
        var (target, account) = ($"{meeting}*{ConferenceScene.GuestPassword}", (terminal.SipNumber, CallScene.Password));
        using var phone = new SipTerminal(_scene.Sip.Port);
        var first = await phone.TalkAsync(target, account: account);
        await _scene.UntilAsync(meeting, now => now.Participants is [{ Presence: Presence.In }], "the first call");

        var second = phone.Dial(target, account: account);
        var refused = await phone.UntilAsync<SipEvent.Ended>(ended => ended.Call == second);
        Assert.That((refused.Reason, refused.Status), Is.EqualTo((SipEndReason.RefusedByPeer, 486)));
        Assert.That(_scene.View(meeting).Participants, Has.Length.EqualTo(1), "the first goes on");

        phone.Do(new SipCommand.HangUp(first));
        await _scene.UntilAsync(meeting, now => now.Participants.Length == 0, "the first call's end");
        var third = await phone.TalkAsync(target, account: account);
        phone.Do(new SipCommand.HangUp(third));
        await _scene.UntilAsync(meeting, now => now.Participants.Length == 0, "the third call's end");
    }

    [Test]
    public async Task A_wrong_password_is_mended_by_keys()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var call = _scene.CallAsync(SippScenario.Calls($"{meeting}*000000")
            .Invite().Answered(200).Ack().Keys($"{ConferenceScene.GuestPassword}#").Await("BYE").Reply(200));
        var view = await _scene.UntilAsync(meeting, now => now.Participants.Length == 1, "the caller");
        await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.HangUp(Actor.Server, [view.Participants[0].Id]));
        Assert.That(await call, Is.True, "hung up by the chair");
    }

    [Test]
    public async Task Three_wrong_passwords_are_hung_up()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        Assert.That(await _scene.CallAsync(SippScenario.Calls($"{meeting}").Invite().Answered(200).Ack().Keys("1#2#3#").Await("BYE").Reply(200)), Is.True);
    }

    [Test]
    public async Task The_access_number_asks_for_id_and_password()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var call = _scene.CallAsync(SippScenario.Calls("9999")
            .Invite().Answered(200).Ack().Keys($"{meeting}#{ConferenceScene.GuestPassword}#").Await("BYE").Reply(200));
        await _scene.UntilAsync(meeting, now => now.Participants.Length == 1, "the caller");
        await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.End(Actor.Server));
        Assert.That(await call, Is.True, "hung up when the meeting ended");
    }

    [Test]
    public async Task What_keys_cannot_mend_is_refused_before_the_call_is_taken()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.Lock(Actor.Server, On: true));
        Assert.That(await _scene.CallAsync(SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}").Invite().Answered(403, "Meeting Locked").Ack()), Is.True);
        Assert.That(await _scene.CallAsync(SippScenario.Calls("000000000").Invite().Answered(404).Ack()), Is.True);
        Assert.That(_scene.View(meeting).Participants, Is.Empty);
    }

    [Test]
    public async Task Without_an_offer_the_server_makes_one()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        Assert.That(
            await _scene.CallAsync(SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}")
                .InviteWithoutOffer().Answered(200, "m=audio").AckWithAnswer().Pause(100).Update().Answered(200).Bye()),
            Is.True);
    }

    [Test]
    public async Task Calls_that_end_at_once_leave_nothing()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        for (var i = 0; i < 3; i++)
            await _scene.CallAsync(SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}").Invite().Answered(200).Ack().Bye());
        await _scene.UntilAsync(meeting, now => now.Participants.Length == 0, "an empty meeting");
        Assert.That(_scene.Sip.Read().Calls, Is.Zero);
    }

    [Test]
    public async Task Who_gives_up_while_he_is_looked_up_leaves_no_ports_behind()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var node = _scene.Meetings.Server.Get<MediaServer.Edge.MediaNode>();
        using var phone = new UdpClient();
        phone.Connect(IPAddress.Loopback, _scene.Sip.Port);
        for (var i = 0; i < 5; i++)
        {
            await phone.SendAsync(Encoding.ASCII.GetBytes(Request("INVITE", i)));
            await phone.SendAsync(Encoding.ASCII.GetBytes(Request("CANCEL", i)));
        }

        // A call after them all: when it is over, the others have been looked up too.
        Assert.That(await _scene.CallAsync(SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}").Invite().Answered(200).Ack().Bye()), Is.True);
        await Waiting.UntilAsync(() => node.Terminals.Count == 0, "that no terminal has ports", seconds: 2);
        Assert.That(_scene.Sip.Read().Calls, Is.Zero);

        string Request(string method, int i) =>
            $"{method} sip:{meeting}*{ConferenceScene.GuestPassword}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKgives-up-{i};rport\r\nFrom: <sip:a@127.0.0.1>;tag={i}\r\n"
            + $"To: <sip:{meeting}@127.0.0.1>\r\nCall-ID: gives-up-{i}\r\nCSeq: 1 {method}\r\nContact: <sip:a@127.0.0.1:9>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    [Test]
    public async Task Two_terminals_of_baresip_hear_each_other()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var dial = $"/dial sip:{meeting}*{ConferenceScene.GuestPassword}@127.0.0.1:{_scene.Sip.Port}";
        await using var high = await Baresip.StartAsync("<sip:high@127.0.0.1>;regint=0;audio_codecs=PCMA/8000/1", 1_000, "-t", "6", "-e", dial);
        await using var low = await Baresip.StartAsync("<sip:low@127.0.0.1>;regint=0;audio_codecs=PCMU/8000/1", 400, "-t", "6", "-e", dial);
        await _scene.UntilAsync(meeting, now => now.Participants.Length == 2, "both");

        var (heardByLow, heardByHigh) = (await low.HeardAsync(), await high.HeardAsync());
        Assert.That(Seconds(heardByLow, 1_000), Is.GreaterThan(1.5), "seconds of the other's tone and of nothing else");
        Assert.That(Seconds(heardByHigh, 400), Is.GreaterThan(1.5));
        Assert.That(Seconds(heardByHigh, 1_000), Is.Zero, "nobody hears himself");
        await _scene.UntilAsync(meeting, now => now.Participants.Length == 0, "that both have left");

        static double Seconds(short[] heard, int hertz) => Baresip.ToneIn(heard, hertz).Count(part => part.Share > 0.8 && part.Level > 0.02) / 10.0;
    }

    [Test]
    public async Task When_the_server_ends_everybody_is_hung_up()
    {
        var scene = await CallScene.StartAsync();
        var meeting = await scene.Meetings.OpenAsync();
        var call = scene.CallAsync(SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}").Invite().Answered(200).Ack().Await("BYE").Reply(200));
        await scene.UntilAsync(meeting, now => now.Participants.Length == 1, "the caller");
        scene.Meetings.Server.Get<Drain>().TryBegin();
        Assert.That(await scene.CallAsync(SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}").Invite().Answered(503, "Retry-After: [0-9]").Ack()), Is.True, "told to come again");
        using var refused = await scene.Meetings.Http.PostAsync($"/whip/{meeting}", new StringContent(""));
        Assert.That(((int)refused.StatusCode, refused.Headers.RetryAfter?.Delta), Is.EqualTo((503, (TimeSpan?)TimeSpan.FromSeconds(5))), "a browser too");
        await scene.EndServerAsync();
        Assert.That(await call, Is.True);
        await scene.DisposeAsync();
    }
}
