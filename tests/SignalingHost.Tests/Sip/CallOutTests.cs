using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using SignalingHost.Accounts;

namespace SignalingHost.Tests.Sip;

/// <summary>Meetings call terminals; SIPp is called.</summary>
[Category("SipTools")]
public sealed class CallOutTests
{
    private CallScene _scene = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await CallScene.StartAsync("--Meeting:RingFor=3");

    [OneTimeTearDown]
    public async Task EndAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task A_terminal_rings_answers_is_in_and_is_hung_up()
    {
        var (meeting, terminal, port) = await MeetAsync();
        var call = _scene.CallAsync(
            SippScenario.IsCalled().Await("INVITE").Reply(180).Pause(300).Reply(200, hasSdp: true).Await("ACK").Await("BYE").Reply(200), port, isCalled: true);
        await CallScene.UntilListensAsync(port);
        await InviteAsync(meeting, terminal);
        Assert.That(_scene.View(meeting).Participants.Single().Presence, Is.EqualTo(Presence.Calling));
        var view = await _scene.UntilAsync(meeting, now => now.Participants is [{ Presence: Presence.In }], "the terminal in the meeting");
        Assert.That((view.Participants[0].Number, view.Participants[0].Device.Kind), Is.EqualTo((terminal.SipNumber, DeviceKind.Terminal)));
        Assert.That(_scene.Sip.Of(terminal.SipNumber), Is.EqualTo(TerminalPresence.InCall));

        await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.HangUp(Actor.Server, [view.Participants[0].Id]));
        Assert.That(await call, Is.True);
    }

    [TestCase(486, AttendeeState.Rejected)]
    [TestCase(603, AttendeeState.Rejected)]
    [TestCase(480, AttendeeState.Offline)]
    public async Task A_terminal_that_will_not_is_told_as_what_it_said(int status, AttendeeState state)
    {
        var (meeting, terminal, port) = await MeetAsync();
        var call = _scene.CallAsync(SippScenario.IsCalled().Await("INVITE").Reply(180).Reply(status).Await("ACK"), port, isCalled: true);
        await CallScene.UntilListensAsync(port);
        await InviteAsync(meeting, terminal);
        await _scene.UntilAsync(meeting, now => now.Attendees.Any(one => one.State == state), $"{state}");
        Assert.That(await call, Is.True);
        Assert.That(_scene.Sip.Of(terminal.SipNumber), Is.EqualTo(TerminalPresence.Idle));
    }

    [Test]
    public async Task A_terminal_that_nobody_answers_is_given_up()
    {
        var (meeting, terminal, port) = await MeetAsync();
        var call = _scene.CallAsync(
            SippScenario.IsCalled().AwaitInviteAndKeep().Reply(180, tag: "n").Await("CANCEL").Reply(200, tag: "n").ReplyToInvite(487, "n").Await("ACK"), port, isCalled: true);
        await CallScene.UntilListensAsync(port);
        await InviteAsync(meeting, terminal);
        await _scene.UntilAsync(meeting, now => now.Attendees.Any(one => one.State == AttendeeState.NoAnswer), "no answer");
        Assert.That(await call, Is.True);
    }

    [Test]
    public async Task A_terminal_that_is_not_registered_is_offline_and_a_number_that_nobody_has_does_not_exist()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var terminal = await _scene.AddTerminalAsync();
        await InviteAsync(meeting, terminal);
        var view = await _scene.UntilAsync(meeting, now => now.Attendees.Any(one => one.State == AttendeeState.Offline), "offline");
        Assert.That(view.Attendees.Single(one => one.Number == terminal.SipNumber).Cause, Is.EqualTo(Refusal.Unavailable));

        await InviteAsync(meeting, "+99123");
        await _scene.UntilAsync(meeting, now => now.Attendees.Any(one => one.Cause == Refusal.NotExist), "not existing");
    }

    private async Task<(ConferenceId Meeting, Member Terminal, int Port)> MeetAsync()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var terminal = await _scene.AddTerminalAsync();
        return (meeting, terminal, await _scene.RegisterAsync(terminal));
    }

    private Task InviteAsync(ConferenceId meeting, Member terminal) => InviteAsync(meeting, terminal.SipNumber);

    private async Task InviteAsync(ConferenceId meeting, string number) => Assert.That(
        await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.Invite(Actor.Server, [new InviteeRequest { Phone = number, Name = "Room", Type = "terminal" }])), Is.EqualTo(Refusal.None));
}
