using Meetings;
using Meetings.Conduct;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Sip.Phones;

/// <summary>
/// Telephones that call over a trunk, by SIPp: their keys as events and by INFO open meetings. Whatever comes from this machine comes from the trunk.
/// </summary>
[Category("SipTools")]
[Parallelizable(ParallelScope.Children)]
public sealed class PhoneCallTests
{
    private const string AccessNumber = "4001";

    private CallScene _scene = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await CallScene.StartAsync(
        "--Sip:Trunks:0:Name=line", "--Sip:Trunks:0:Sources=127.0.0.1", "--Sip:Trunks:0:ProbeEvery=0", $"--Sip:AccessNumbers:0:Number={AccessNumber}");

    [OneTimeTearDown]
    public async Task EndAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Keys_as_telephone_events_that_SIPp_captured_once_open_a_meeting_with_a_password()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var media = CallScene.FreePort();
        var call = _scene.CallAsync(
            SippScenario.Calls($"{meeting}", from: "+8613800138000", mediaPort: 0).Invite().Answered(200).Ack().Pause(300)
                .PlayKeys($"{ConferenceScene.GuestPassword}#").Await("BYE").Reply(200),
            arguments: ["-mp", $"{media}"]);
        await InAndOutAsync(meeting, call);
    }

    [Test]
    public async Task Keys_by_INFO_open_a_meeting_from_the_access_number()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var call = _scene.CallAsync(
            SippScenario.Calls(AccessNumber, from: "+8613800138000").Invite().Answered(200).Ack().Keys($"{meeting}#{ConferenceScene.GuestPassword}#").Await("BYE").Reply(200));
        await InAndOutAsync(meeting, call);
    }

    private async Task InAndOutAsync(ConferenceId meeting, Task<bool> call)
    {
        var view = await _scene.UntilAsync(meeting, now => now.Participants.Length == 1, "the caller");
        Assert.That(view.Participants[0].Device.Kind, Is.EqualTo(DeviceKind.Phone));
        await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.HangUp(Actor.Server, [view.Participants[0].Id]));
        Assert.That(await call, Is.True, "hung up by the meeting");
    }
}
