using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.DialIn;
using SignalingHost.Prompts;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip.Phones;

/// <summary>
/// Telephones that call over a trunk, by SIPp: their keys in each of the three ways, and what they hear. A port of SIPp's is the trunk's
/// server; what a caller hears is told by its course of loudness, which no two recordings have in common.
/// </summary>
[Category("SipTools")]
[Parallelizable(ParallelScope.Children)]
public sealed class PhoneCallTests
{
    private const string AccessNumber = "4001";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private CallScene _scene = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await CallScene.StartAsync(
        "--Sip:Trunks:0:Name=line", "--Sip:Trunks:0:Sources=127.0.0.1", "--Sip:Trunks:0:ProbeEvery=0",
        $"--Sip:AccessNumbers:0:Number={AccessNumber}", "--Sip:AccessNumbers:1:Number=4002", "--Sip:AccessNumbers:1:Language=Bilingual", "--Sip:AccessNumbers:2:Number=4003", "--Sip:AccessNumbers:2:Language=English");

    [OneTimeTearDown]
    public async Task EndAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Keys_as_telephone_events_that_SIPp_captured_once_open_a_meeting_with_a_password()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        var media = TestPorts.Free(inARow: 4); // SIPp takes some above it for reports and for pictures
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

    [Test]
    public async Task Keys_as_tones_open_a_meeting_with_a_password()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        await using var sound = new PhoneSound();
        var call = _scene.CallAsync(
            SippScenario.Calls($"{meeting}", from: "+8613800138000", mediaPort: sound.Port, hasEvents: false).Invite().Answered(200).TellsPort(sound.ToldAt).Ack().Await("BYE").Reply(200), patience: 20_000);
        await HearsAsync(sound, DialInPhrase.EnterPassword);
        sound.PressTones($"{ConferenceScene.GuestPassword}#");
        await InAndOutAsync(meeting, call);
    }

    [Test]
    public async Task Three_wrong_passwords_are_told_by_voice_and_hung_up()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        await using var sound = new PhoneSound();
        var call = _scene.CallAsync(
            SippScenario.Calls($"{meeting}", from: "+8613900139000", mediaPort: sound.Port).Invite().Answered(200).TellsPort(sound.ToldAt).Ack()
                .Pause(7_500).Keys("1#").Pause(3_500).Keys("2#").Pause(500).Keys("3#").Await("BYE").Reply(200), patience: 20_000);

        await HearsAsync(sound, DialInPhrase.EnterPassword);
        await HearsAsync(sound, DialInPhrase.WrongPassword);
        await HearsAsync(sound, DialInPhrase.TooManyTries);
        Assert.That(await call, Is.True, "hung up by us");
        Assert.That(_scene.View(meeting).Participants, Is.Empty);
    }

    [TestCase(AccessNumber, "", MeetingLanguage.Chinese)]
    [TestCase("4002", "2", MeetingLanguage.English)]
    [TestCase("4003", "", MeetingLanguage.English)]
    public async Task The_access_number_speaks_its_language(string number, string choice, MeetingLanguage language)
    {
        await using var sound = new PhoneSound();
        var call = _scene.CallAsync(
            SippScenario.Calls(number, mediaPort: sound.Port).Invite().Answered(200).TellsPort(sound.ToldAt).Ack().Pause(500).Keys(choice).Pause(11_000).Bye(), patience: 20_000);

        await HearsAsync(sound, DialInPhrase.Welcome, language);
        await HearsAsync(sound, DialInPhrase.EnterId, language);
        Assert.That(await call, Is.True);
    }

    [Test]
    public async Task A_meeting_that_is_locked_says_so_and_goodbye()
    {
        var locked = await _scene.Meetings.OpenAsync();
        await _scene.Meetings.Desk.AskAsync(locked, new MeetingCommand.Lock(Actor.Server, On: true));
        await using var sound = new PhoneSound();
        var call = _scene.CallAsync(
            SippScenario.Calls(AccessNumber, mediaPort: sound.Port).Invite().Answered(200).TellsPort(sound.ToldAt).Ack().Keys($"{locked}#{ConferenceScene.GuestPassword}#").Await("BYE").Reply(200), patience: 20_000);

        await HearsAsync(sound, DialInPhrase.Locked);
        await HearsAsync(sound, DialInPhrase.Goodbye);
        Assert.That(await call, Is.True, "hung up by us");
    }

    [Test]
    public async Task Who_waits_is_told_so_and_hears_when_he_is_let_in()
    {
        var meeting = await _scene.Meetings.OpenAsync(booked => booked with { Entry = new EntryRules { GuestsFirst = true, WaitingRoom = true } });
        await using var sound = new PhoneSound();
        var call = _scene.CallAsync(
            SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}", from: "+8613800138000", mediaPort: sound.Port).Invite().Answered(200).TellsPort(sound.ToldAt).Ack()
                .Await("BYE").Reply(200), patience: 30_000);

        await HearsAsync(sound, Spoken.Of(Prompt.WaitForAdmission, MeetingLanguage.Chinese));
        Assert.That(_scene.View(meeting).Participants, Is.Empty);
        Assert.That(await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.AdmitAll(Actor.Server)), Is.EqualTo(Refusal.None));
        await HearsAsync(sound, DialInPhrase.Entered);
        await InAndOutAsync(meeting, call);
    }

    [Test]
    public async Task Who_is_in_hears_that_he_is_and_keys_are_answered_by_voice()
    {
        var meeting = await _scene.Meetings.OpenAsync();
        await using var sound = new PhoneSound();
        var call = _scene.CallAsync(
            SippScenario.Calls($"{meeting}*{ConferenceScene.GuestPassword}", mediaPort: sound.Port).Invite().Answered(200).TellsPort(sound.ToldAt).Ack()
                .Pause(3_000).Keys("*9").Pause(3_000).Bye(), patience: 20_000);

        await HearsAsync(sound, DialInPhrase.Entered);
        await HearsAsync(sound, DialInPhrase.HandRaised);
        Assert.That(await call, Is.True);
    }

    private async Task InAndOutAsync(ConferenceId meeting, Task<bool> call)
    {
        var view = await _scene.UntilAsync(meeting, now => now.Participants.Length == 1, "the caller");
        Assert.That(view.Participants[0].Device.Kind, Is.EqualTo(DeviceKind.Phone));
        await _scene.Meetings.Desk.AskAsync(meeting, new MeetingCommand.HangUp(Actor.Server, [view.Participants[0].Id]));
        Assert.That(await call, Is.True, "hung up by the meeting");
    }

    private Task HearsAsync(PhoneSound sound, DialInPhrase phrase, MeetingLanguage language = MeetingLanguage.Chinese) => HearsAsync(sound, Spoken.Of(phrase, language));

    private async Task HearsAsync(PhoneSound sound, Spoken spoken)
    {
        var library = _scene.Meetings.Server.Get<PromptService>().Library;
        Assert.That(await sound.UntilHeardAsync(library, spoken, Patience), Is.GreaterThan(0.9), $"how much what he heard was like {spoken.Name}");
    }
}
