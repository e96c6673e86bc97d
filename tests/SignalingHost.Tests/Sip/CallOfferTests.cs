using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Protocols.Sip.Calls;
using SignalingHost.Accounts;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Sip.Phones;

namespace SignalingHost.Tests.Sip;

/// <summary>What those whom a meeting calls are offered: less after a refusal, and over a trunk what was agreed with its operator.</summary>
[Category("SipTools")]
public sealed class CallOfferTests
{
    private const string ByTones = "+8613800138000";
    private const string ByInfo = "+8613900139000";

    private readonly int _tonesPort = TestPorts.Free();
    private readonly int _infoPort = TestPorts.Free();
    private CallScene _scene = null!;
    private ConferenceId _meeting;

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await CallScene.StartAsync(
        "--Sip:Trunks:0:Name=tones", $"--Sip:Trunks:0:Hosts=127.0.0.1:{_tonesPort}", "--Sip:Trunks:0:ProbeEvery=0", "--Sip:Trunks:0:NumbersOut=+86138... -> +86138...",
        "--Sip:Trunks:0:Codecs=PCMA,G722", "--Sip:Trunks:0:Dtmf=InBand", "--Sip:Trunks:0:Srtp=Off",
        "--Sip:Trunks:1:Name=info", $"--Sip:Trunks:1:Hosts=127.0.0.1:{_infoPort}", "--Sip:Trunks:1:ProbeEvery=0", "--Sip:Trunks:1:NumbersOut=+86139... -> +86139...",
        "--Sip:Trunks:1:Dtmf=Info");

    [OneTimeTearDown]
    public async Task EndAsync() => await _scene.DisposeAsync();

    [SetUp]
    public async Task OpenAsync() => _meeting = await _scene.Meetings.OpenAsync();

    [Test]
    public async Task A_terminal_that_takes_no_offer_is_made_smaller_ones_until_it_does()
    {
        var account = await _scene.AddTerminalAsync();
        using var terminal = new SipTerminal(_scene.Sip.Port, await _scene.RegisterAsync(account));
        await InviteAsync(account.SipNumber);

        var first = await RefuseAsync(terminal, 488);
        Assert.That(first, Does.Contain("m=video").And.Contain("a=crypto"));
        var second = await RefuseAsync(terminal, 606);
        Assert.That(second, Does.Not.Contain("m=video").And.Contain("a=crypto").And.Contain("opus"));
        var third = await terminal.UntilAsync<SipEvent.Invited>();
        Assert.That(third.Invitation.Sdp, Does.Not.Contain("a=crypto").And.Match(@"m=audio \d+ RTP/AVP 8 0 101"));
        terminal.Do(new SipCommand.Answer(third.Call, terminal.Sdp));
        await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the terminal in the meeting");
    }

    [Test]
    public async Task A_terminal_that_takes_DTLS_alone_is_offered_it_at_last()
    {
        var account = await _scene.AddTerminalAsync();
        using var terminal = new SipTerminal(_scene.Sip.Port, await _scene.RegisterAsync(account));
        await InviteAsync(account.SipNumber);
        SipEvent.Invited invited;
        do
        {
            invited = await terminal.UntilAsync<SipEvent.Invited>();
            if (!invited.Invitation.Sdp!.Contains("UDP/TLS/RTP/SAVP", StringComparison.Ordinal))
                terminal.Do(new SipCommand.Refuse(invited.Call, 488));
        }
        while (!invited.Invitation.Sdp!.Contains("UDP/TLS/RTP/SAVP", StringComparison.Ordinal));

        Assert.That(invited.Invitation.Sdp, Does.Contain("m=video").And.Contain("a=fingerprint:sha-256 ").And.Contain("a=setup:actpass").And.Not.Contain("a=crypto"));
        var hash = string.Join(':', Enumerable.Repeat("AB", 32));
        terminal.Do(new SipCommand.Answer(invited.Call, terminal.Sdp.Replace("RTP/AVP", "UDP/TLS/RTP/SAVP", StringComparison.Ordinal) + $"a=rtcp-mux\r\na=setup:active\r\na=fingerprint:sha-256 {hash}\r\n"));
        await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the terminal in the meeting");
    }

    [Test]
    public async Task A_terminal_that_takes_none_at_all_is_told_as_failed()
    {
        var account = await _scene.AddTerminalAsync();
        using var terminal = new SipTerminal(_scene.Sip.Port, await _scene.RegisterAsync(account));
        await InviteAsync(account.SipNumber);
        for (var i = 0; i < 5; i++)
            await RefuseAsync(terminal, 488);
        await _scene.UntilAsync(_meeting, now => now.Attendees.Any(one => one.State == AttendeeState.Failed), "the failure");
        await UntilFailureAsync(account, "it refused a meeting's call, 488: Not Acceptable Here");

        using var caller = new SipTerminal(_scene.Sip.Port);
        caller.Dial("000000000", account: (account.SipNumber, CallScene.Password));
        await caller.UntilAsync<SipEvent.Ended>();
        await UntilFailureAsync(account, "its call was refused, 404: No Such Meeting");
    }

    [Test]
    public async Task A_trunk_is_offered_its_codecs_in_its_order_and_its_keys_are_heard_as_tones()
    {
        await using var sound = new PhoneSound();
        using var operators = new SipTerminal(_scene.Sip.Port, _tonesPort);
        operators.Sdp = operators.Sdp.Replace("6000 RTP/AVP 8 101", $"{sound.Port} RTP/AVP 8", StringComparison.Ordinal);
        await InviteAsync($"{ByTones},12#");
        var invited = await operators.UntilAsync<SipEvent.Invited>();
        Assert.That(invited.Invitation.Sdp, Does.Not.Contain("a=crypto").And.Match(@"m=audio \d+ RTP/AVP 8 9\r"));
        Tell(sound, invited);
        operators.Do(new SipCommand.Answer(invited.Call, operators.Sdp));
        await Waiting.UntilAsync(() => sound.TonesHeard.Contains("12#", StringComparison.Ordinal), $"the keys behind the number as tones, but {sound.TonesHeard}");
    }

    [Test]
    public async Task A_trunk_that_has_keys_by_INFO_is_told_them_so()
    {
        using var operators = new SipTerminal(_scene.Sip.Port, _infoPort);
        await InviteAsync($"{ByInfo},7");
        var refused = await RefuseAsync(operators, 488);
        Assert.That(refused, Does.Not.Contain("telephone-event").And.Contain("a=crypto").And.Match(@"m=audio \d+ RTP/AVP 9 8 0 111\r"));
        var invited = await operators.UntilAsync<SipEvent.Invited>();
        Assert.That(invited.Invitation.Sdp, Does.Not.Contain("a=crypto"), "the same trunk again, with less");
        operators.Do(new SipCommand.Answer(invited.Call, operators.Sdp));
        Assert.That((await operators.UntilAsync<SipEvent.InfoCame>()).Body, Does.StartWith("Signal=7"));
    }

    [Test]
    public async Task Before_he_takes_up_a_callee_hears_us_and_nobody_hears_him()
    {
        await using var sound = new PhoneSound();
        using var operators = new SipTerminal(_scene.Sip.Port, _tonesPort);
        operators.Sdp = operators.Sdp.Replace("6000 RTP/AVP 8 101", $"{sound.Port} RTP/AVP 8", StringComparison.Ordinal);
        await InviteAsync(ByTones);
        var invited = await operators.UntilAsync<SipEvent.Invited>();
        Tell(sound, invited);
        operators.Do(new SipCommand.Ring(invited.Call, operators.Sdp));
        await Waiting.UntilAsync(() => sound.PacketsHeard > 10, "sound for a callee who is being rung");
        Assert.That(_scene.View(_meeting).Participants.Single().Presence, Is.EqualTo(Presence.Calling));
        operators.Do(new SipCommand.Answer(invited.Call, operators.Sdp));
        await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the callee in the meeting");
    }

    [Test]
    public async Task SIPp_rings_reliably_and_is_acknowledged()
    {
        var account = await _scene.AddTerminalAsync();
        var call = _scene.CallAsync(
            SippScenario.IsCalled().AwaitInviteAndKeep().ReplyToInvite(183, "r", hasSdp: true, "Require: 100rel\nRSeq: 5\n").Await("PRACK", "RAck: 5 1 INVITE").Reply(200, tag: "r")
                .ReplyToInvite(200, "r", hasSdp: true).Await("ACK").Await("BYE").Reply(200, tag: "r"),
            await _scene.RegisterAsync(account), isCalled: true);
        await InviteAsync(account.SipNumber);
        var view = await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the terminal in the meeting");
        await _scene.Meetings.Desk.AskAsync(_meeting, new MeetingCommand.HangUp(Actor.Server, [view.Participants[0].Id]));
        Assert.That(await call, Is.True);
    }

    // What the administrator is told.
    private async Task UntilFailureAsync(Member account, string sentence)
    {
        var last = "nothing";
        await Waiting.UntilAsync(
            async () =>
            {
                var found = await _scene.Meetings.Server.Get<Store>().ReadAsync(session => SipFailureTable.FindAsync(session, account.Corporation, account.Id, new Slice(0, 1)));
                last = found.Total > 0 ? found.Rows[0].What : last;
                return last == sentence;
            },
            $"'{sentence}' as the last failure");
    }

    private static async Task<string> RefuseAsync(SipTerminal terminal, int status)
    {
        var invited = await terminal.UntilAsync<SipEvent.Invited>();
        terminal.Do(new SipCommand.Refuse(invited.Call, status));
        return invited.Invitation.Sdp!;
    }

    // A private address is sent nothing before it has spoken.
    private static void Tell(PhoneSound sound, SipEvent.Invited invited) => File.WriteAllText(sound.ToldAt, invited.Invitation.Sdp!.Split("m=audio ")[1].Split(' ')[0]);

    private async Task InviteAsync(string number) => Assert.That(
        await _scene.Meetings.Desk.AskAsync(_meeting, new MeetingCommand.Invite(Actor.Server, [new InviteeRequest { Phone = number, Name = "Callee", Type = "terminal" }])), Is.EqualTo(Refusal.None));
}
