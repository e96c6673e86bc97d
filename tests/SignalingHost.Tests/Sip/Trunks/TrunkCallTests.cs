using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Protocols.Sip.Trunks;
using SignalingHost.Sip;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Sip.Phones;

namespace SignalingHost.Tests.Sip.Trunks;

/// <summary>Meetings call telephones, and telephones meetings, by way of operators: Kamailio in front of SIPp, and SIPp alone.</summary>
[Category("SipTools")]
[Parallelizable(ParallelScope.Children)]
public sealed class TrunkCallTests
{
    private const string Somebody = "+8613800138000";

    [Test]
    public async Task Where_the_first_trunk_cannot_serve_the_second_one_rings_the_telephone()
    {
        var (first, second) = (TestPorts.Free(), TestPorts.Free());
        await using var scene = await CallScene.StartAsync([.. Line(0, "first", first), .. Line(1, "second", second), "--Sip:Trunks:1:Priority=1", "--Sip:Trunks:1:NumbersOut=+86... -> 0..."]);
        var refused = scene.CallAsync(SippScenario.IsCalled().Await("INVITE", $"INVITE sip:.{Somebody[1..]}@127.0.0.1:{first}").Reply(503).Await("ACK"), first, isCalled: true);
        var answered = scene.CallAsync(SippScenario.IsCalled().Await("INVITE", "INVITE sip:013800138000@").Reply(180).Reply(200, hasSdp: true).Await("ACK").Await("BYE").Reply(200), second, isCalled: true);
        var meeting = await scene.Meetings.OpenAsync();
        await InviteAsync(scene, meeting, Somebody);
        await InAndOutAsync(scene, meeting);

        Assert.That((await refused, await answered), Is.EqualTo((true, true)), "what the two servers were asked");
        var (trunks, sip) = (scene.Meetings.Server.Get<SipTrunks>(), scene.Sip);
        Assert.That(sip.Turn(_ => (trunks.Counters.CallsOut, trunks.Counters.Failovers, trunks.Servers[0].Health)), Is.EqualTo((2, 1, TrunkHealth.Down)));
    }

    [Test]
    public async Task A_trunk_that_says_nothing_is_left_after_four_seconds()
    {
        var (first, second) = (TestPorts.Free(), TestPorts.Free());
        await using var scene = await CallScene.StartAsync([.. Line(0, "silent", first), .. Line(1, "second", second), "--Sip:Trunks:1:Priority=1"]);
        var answered = scene.CallAsync(SippScenario.IsCalled().Await("INVITE").Reply(200, hasSdp: true).Await("ACK").Await("BYE").Reply(200), second, isCalled: true);
        var meeting = await scene.Meetings.OpenAsync();
        await InviteAsync(scene, meeting, Somebody);
        await InAndOutAsync(scene, meeting);
        Assert.That(await answered, Is.True);
    }

    [Test]
    public async Task A_telephone_that_is_busy_is_not_tried_by_another_trunk()
    {
        var (first, second) = (TestPorts.Free(), TestPorts.Free());
        await using var scene = await CallScene.StartAsync([.. Line(0, "first", first), .. Line(1, "second", second), "--Sip:Trunks:1:Priority=1"]);
        var busy = scene.CallAsync(SippScenario.IsCalled().Await("INVITE").Reply(486).Await("ACK"), first, isCalled: true);
        var meeting = await scene.Meetings.OpenAsync();
        await InviteAsync(scene, meeting, Somebody);
        await scene.UntilAsync(meeting, now => now.Attendees.Any(one => one.State == AttendeeState.Rejected), "a refusal");

        Assert.That(await busy, Is.True);
        Assert.That(scene.Sip.Turn(_ => scene.Meetings.Server.Get<SipTrunks>().Counters.CallsOut), Is.EqualTo(1));
    }

    [Test]
    public async Task Digits_behind_the_number_are_pressed_when_it_is_answered()
    {
        var port = TestPorts.Free();
        await using var scene = await CallScene.StartAsync(Line(0, "line", port));
        await using var sound = new PhoneSound();
        var answered = scene.CallAsync(
            SippScenario.IsCalled(sound.Port).Await("INVITE").TellsPort(sound.ToldAt).Reply(200, hasSdp: true).Await("ACK").Await("BYE").Reply(200), port, isCalled: true);

        // The call of a host is above the waiting room, so nobody has to wait with keys to be pressed.
        var meeting = await scene.Meetings.OpenAsync(booked => booked with { Entry = new EntryRules { GuestsFirst = true, WaitingRoom = true } });
        await InviteAsync(scene, meeting, $"{Somebody},12#");
        await Waiting.UntilAsync(() => sound.KeysHeard == "12#", "the keys behind the number", seconds: 5);
        await InAndOutAsync(scene, meeting);
        Assert.That(await answered, Is.True);
    }

    [Test]
    public async Task Baresip_behind_a_trunk_is_called_in_and_is_busy_for_another_meeting()
    {
        await using var phone = await Baresip.StartAsync($"<sip:{Somebody}@127.0.0.1>;regint=0;answermode=auto;audio_codecs=PCMA/8000/1", toneHertz: 1_000);
        await using var scene = await CallScene.StartAsync(Line(0, "line", phone.Port));
        var (first, second) = (await scene.Meetings.OpenAsync(), await scene.Meetings.OpenAsync());
        await InviteAsync(scene, first, Somebody);
        await scene.UntilAsync(first, now => now.Participants is [{ Presence: Presence.In }], "the telephone in the first meeting");

        await InviteAsync(scene, second, Somebody);
        await scene.UntilAsync(second, now => now.Attendees.Any(one => one.State == AttendeeState.Rejected), "that it is busy");
        await InAndOutAsync(scene, first);
    }

    [Test]
    public async Task Kamailio_as_the_operator_brings_calls_from_telephones_and_takes_calls_to_them()
    {
        var phone = TestPorts.Free();
        await using var kamailio = await Operator.StartAsync(TestPorts.Free(), phone);
        await using var scene = await CallScene.StartAsync([.. kamailio.Settings(), "--Sip:AccessNumbers:0:Number=9999"]);
        var trunks = scene.Meetings.Server.Get<SipTrunks>();
        await Waiting.UntilAsync(() => scene.Sip.Turn(_ => trunks.RegistrationOf(trunks.All[0])) == RegistrationState.Registered, "our registration with the operator", seconds: 10);

        var meeting = await scene.Meetings.OpenAsync();
        var calling = scene.CallAsync(
            SippScenario.Calls("9999", from: Somebody, isProxied: true).Invite().Answered(200).Ack().Keys($"{meeting}#{ConferenceScene.GuestPassword}#").Await("BYE").Reply(200), to: kamailio.Port);
        var caller = await InAndOutAsync(scene, meeting);
        Assert.That((await calling, caller.Number, caller.Device.Kind), Is.EqualTo((true, Somebody, DeviceKind.Phone)));

        var called = scene.CallAsync(
            SippScenario.IsCalled().Await("INVITE", "From: .*8657128736000@operator.example").Reply(180).Reply(200, hasSdp: true, recordsRoute: true).Await("ACK").Await("BYE").Reply(200), phone, isCalled: true);
        await InviteAsync(scene, meeting, "+8613900139000");
        await InAndOutAsync(scene, meeting);
        Assert.That(await called, Is.True);
    }

    private static string[] Line(int index, string name, int port) =>
        [Operator.Setting(index, "Name", name), Operator.Setting(index, "Hosts", $"127.0.0.1:{port}"), Operator.Setting(index, "ProbeEvery", "0"), Operator.Setting(index, "Number", "+8657128736000")];

    private static async Task<Participant> InAndOutAsync(CallScene scene, ConferenceId meeting)
    {
        var view = await scene.UntilAsync(meeting, now => now.Participants is [{ Presence: Presence.In }], "the telephone in the meeting");
        await scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.HangUp(Actor.Server, [view.Participants[0].Id]));
        await scene.UntilAsync(meeting, now => now.Participants.Length == 0, "the telephone's leaving");
        return view.Participants[0];
    }

    private static async Task InviteAsync(CallScene scene, ConferenceId meeting, string number) => Assert.That(
        await scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.Invite(Actor.Server, [new InviteeRequest { Phone = number, Name = "Phone" }])), Is.EqualTo(Refusal.None));
}
