using Meetings;
using Meetings.Conduct;
using Protocols.Sip.Calls;
using SignalingHost.Accounts;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Sip;

/// <summary>Who is in a meeting has somebody called into it by a transfer, or gives his place to another call.</summary>
[Category("SipTools")]
public sealed class CallTransferTests
{
    private CallScene _scene = null!;
    private ConferenceId _meeting;
    private SipTerminal _phone = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await CallScene.StartAsync("--Sip:OneMeetingPerAccount=false");

    [OneTimeTearDown]
    public async Task EndAsync() => await _scene.DisposeAsync();

    [SetUp]
    public async Task MeetAsync()
    {
        _meeting = await _scene.Meetings.OpenAsync();
        _phone = new SipTerminal(_scene.Sip.Port);
    }

    [TearDown]
    public void HangUp() => _phone.Dispose();

    [Test]
    public async Task A_chair_transfers_and_is_told_that_it_rings_and_is_answered()
    {
        var terminal = await _scene.AddTerminalAsync();
        var port = await _scene.RegisterAsync(terminal);
        var called = _scene.CallAsync(
            SippScenario.IsCalled().Await("INVITE").Reply(180).Pause(300).Reply(200, hasSdp: true).Await("ACK").Await("BYE").Reply(200), port, isCalled: true);
        await CallScene.UntilListensAsync(port);
        var seat = await _scene.AddTerminalAsync();
        var chair = _scene.CallAsync(SippScenario.Calls($"{_meeting}*{ConferenceScene.ChairPassword}", seat.SipNumber)
            .InviteAs(seat.SipNumber, CallScene.Password).Answered(200).Ack()
            .Refer($"sip:{terminal.SipNumber}@127.0.0.1").Answered(202)
            .Await("NOTIFY", "SIP/2.0 100 ").Reply(200).Await("NOTIFY", "SIP/2.0 180 ").Reply(200).Await("NOTIFY", "SIP/2.0 200 ").Reply(200)
            .Bye());
        Assert.That(await chair, Is.True, "the chair's side");
        var view = await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the terminal alone in the meeting");
        Assert.That(view.Participants[0].Number, Is.EqualTo(terminal.SipNumber));
        await _scene.Meetings.Desk.AskAsync(_meeting, new MeetingCommand.End(Actor.Server));
        Assert.That(await called, Is.True, "the terminal's side");
    }

    [TestCase(ConferenceScene.GuestPassword, "sip:+99123@127.0.0.1", 403, TestName = "A guest may not invite by a transfer either")]
    [TestCase(ConferenceScene.ChairPassword, "sip:+8613800138000@elsewhere.example", 404, TestName = "An address that is not of this server is not called")]
    [TestCase(ConferenceScene.ChairPassword, "tel:+8613800138000", 404, TestName = "A number that no trunk dials does not exist")]
    [TestCase(ConferenceScene.ChairPassword, "sip:127.0.0.1", 404, TestName = "An address without a number is nobody's")]
    public async Task A_transfer_that_may_not_be(string password, string target, int status)
    {
        var call = await _phone.TalkAsync($"{_meeting}*{password}", account: Of(await _scene.AddTerminalAsync()));
        await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the caller");
        _phone.Do(new SipCommand.Transfer(call, target));
        var end = await _phone.UntilAsync<SipEvent.TransferProgressed>(progress => progress.Status > 100);
        Assert.That(end.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Who_is_in_no_meeting_yet_transfers_nobody()
    {
        var call = await _phone.TalkAsync("9999");
        _phone.Do(new SipCommand.Transfer(call, "sip:+99123@127.0.0.1"));
        Assert.That((await _phone.UntilAsync<SipEvent.TransferProgressed>(progress => progress.Status > 100)).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task The_callee_is_told_which_call_of_his_ours_is_to_replace()
    {
        var terminal = await _scene.AddTerminalAsync();
        using var callee = new SipTerminal(_scene.Sip.Port, await _scene.RegisterAsync(terminal));
        using var third = new SipTerminal(callee.Port);
        third.Dial("1001");
        var invited = await callee.UntilAsync<SipEvent.Invited>();
        callee.Do(new SipCommand.Answer(invited.Call, callee.Sdp));
        await third.UntilAsync<SipEvent.Answered>();

        var call = await _phone.TalkAsync($"{_meeting}*{ConferenceScene.ChairPassword}", account: Of(await _scene.AddTerminalAsync()));
        await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the caller");
        _phone.Do(new SipCommand.Transfer(call, $"sip:{terminal.SipNumber}@127.0.0.1?Replaces={Uri.EscapeDataString(third.NameOfLastCall)}"));
        var wanted = await callee.UntilAsync<SipEvent.Invited>();
        Assert.That(wanted.Invitation.Replaces, Is.EqualTo(invited.Call));
    }

    [Test]
    public async Task A_colleague_who_is_given_a_call_has_its_place_and_its_role()
    {
        var (giver, taker) = (await _scene.AddTerminalAsync(), await _scene.AddTerminalAsync());
        var call = await _phone.TalkAsync($"{_meeting}*{ConferenceScene.ChairPassword}", account: Of(giver));
        var before = await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the giver");
        using var other = new SipTerminal(_scene.Sip.Port);
        await other.TalkAsync("whoever", _phone.NameOfLastCall, Of(taker));
        var end = await _phone.UntilAsync<SipEvent.Ended>(ended => ended.Call == call);
        var after = _scene.View(_meeting).Participants.Single();
        Assert.That((end.Reason, after.Id, after.IsChair), Is.EqualTo((SipEndReason.HungUpByPeer, before.Participants[0].Id, true)));
    }

    [Test]
    public async Task Nobody_else_has_an_accounts_call_even_if_he_knows_its_tags()
    {
        var giver = await _scene.AddTerminalAsync();
        await _phone.TalkAsync($"{_meeting}*{ConferenceScene.ChairPassword}", account: Of(giver));
        await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the account");
        using var guest = new SipTerminal(_scene.Sip.Port);
        guest.Dial("whoever", _phone.NameOfLastCall);
        var refused = await guest.UntilAsync<SipEvent.Ended>();
        Assert.That((refused.Reason, refused.Status), Is.EqualTo((SipEndReason.RefusedByPeer, 403)));
        guest.Dial("whoever", _phone.NameOfLastCall.Replace("to-tag=", "to-tag=0", StringComparison.Ordinal));
        Assert.That((await guest.UntilAsync<SipEvent.Ended>()).Status, Is.EqualTo(481));
        Assert.That(_scene.View(_meeting).Participants, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_terminal_joins_its_two_calls_in_one_meeting()
    {
        var account = Of(await _scene.AddTerminalAsync());
        var other = await _scene.Meetings.OpenAsync();
        var latter = await _phone.TalkAsync($"{other}*{ConferenceScene.GuestPassword}", account: account);
        await _scene.UntilAsync(other, now => now.Participants is [{ Presence: Presence.In }], "the second call");
        var named = _phone.NameOfLastCall;
        var call = await _phone.TalkAsync($"{_meeting}*{ConferenceScene.ChairPassword}", account: account);
        var before = await _scene.UntilAsync(_meeting, now => now.Participants is [{ Presence: Presence.In }], "the first call");

        _phone.Do(new SipCommand.Transfer(call, $"sip:{other}@127.0.0.1?Replaces={Uri.EscapeDataString(named)}"));
        Assert.That((await _phone.UntilAsync<SipEvent.Ended>(ended => ended.Call == call)).Reason, Is.EqualTo(SipEndReason.HungUpByPeer));
        await _scene.UntilAsync(other, now => now.Participants.Length == 0, "that the second meeting has been left");
        Assert.That(_scene.View(_meeting).Participants.Single().Id, Is.EqualTo(before.Participants[0].Id));
        Assert.That(_scene.Sip.Of(account.User), Is.EqualTo(TerminalPresence.InCall), "by the line that is left");
        _phone.Do(new SipCommand.HangUp(latter));
        await _scene.UntilAsync(_meeting, now => now.Participants.Length == 0, "that the first has, when the line that is left is hung up");
    }

    private static (string User, string Password) Of(Member terminal) => (terminal.SipNumber, CallScene.Password);
}
