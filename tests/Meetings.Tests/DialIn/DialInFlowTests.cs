using Meetings.Conduct;
using Meetings.DialIn;

namespace Meetings.Tests.DialIn;

public sealed class DialInFlowTests
{
    [Test]
    public void Id_hash_password_hash_and_he_is_in()
    {
        var call = new TelephoneCall().Press($"{TelephoneCall.Meeting}#").Wait(3).Press($"{TelephoneCall.Password}#");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.IsInside);
            Assert.That(call.Said.Where(said => said != "|"), Is.EqualTo(new[] { "Welcome EnterId", "EnterPassword", "Entered" }));
            Assert.That(call.Recordings.Select(recording => recording.Language), Is.All.EqualTo(MeetingLanguage.English));
        }
    }

    [Test]
    public void The_first_key_silences_the_voice() => Assert.That(new TelephoneCall().Press("9").LastSaid, Is.EqualTo("|"));

    [Test]
    public void A_number_without_its_hash_is_taken_after_a_while() =>
        Assert.That(new TelephoneCall().Press(TelephoneCall.Meeting).Wait(7).LastSaid, Is.EqualTo("EnterPassword"));

    [Test]
    public void The_star_begins_the_number_anew() =>
        Assert.That(new TelephoneCall().Press($"123*{TelephoneCall.Meeting}#").LastSaid, Is.EqualTo("EnterPassword"));

    [Test]
    public void Three_wrong_passwords_are_told_and_hung_up()
    {
        var call = new TelephoneCall().Press($"{TelephoneCall.Meeting}#").Press("1#").Press("2#");
        var second = call.LastSaid;
        call.Press("3#");
        var (third, before) = (call.LastSaid, call.HungUp);
        call.Wait(10);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Is.EqualTo("WrongPassword EnterPassword"));
            Assert.That(third, Is.EqualTo("TooManyTries Goodbye"));
            Assert.That(before, Is.Null, "he hears it to the end");
            Assert.That(call.HungUp, Is.EqualTo(DialInEnd.TooManyTries));
        }
    }

    [Test]
    public void Three_wrong_ids_are_told_and_hung_up()
    {
        var call = new TelephoneCall().Press("1#").Press("2#");
        var second = call.LastSaid;
        call.Press("3#").Wait(10);

        Assert.That((second, call.HungUp), Is.EqualTo(("WrongId EnterId", (DialInEnd?)DialInEnd.TooManyTries)));
    }

    [Test]
    public void An_empty_password_is_a_wrong_one()
    {
        var call = new TelephoneCall().Press($"{TelephoneCall.Meeting}#").Press("#").Press("#").Press("#").Wait(10);

        Assert.That(call.HungUp, Is.EqualTo(DialInEnd.TooManyTries));
    }

    [TestCase(Refusal.ConfNotStarted, DialInPhrase.NotStarted, DialInEnd.NotStarted)]
    [TestCase(Refusal.NotAllowedGuestFirstJoin, DialInPhrase.NotStarted, DialInEnd.NotStarted)]
    [TestCase(Refusal.ParticipantConfIsLocked, DialInPhrase.Locked, DialInEnd.Locked)]
    [TestCase(Refusal.ConfApplyResourceFailed, DialInPhrase.Full, DialInEnd.Full)]
    [TestCase(Refusal.ConfNotAllowAnonymous, DialInPhrase.NotAdmitted, DialInEnd.NotAdmitted)]
    [TestCase(Refusal.ParticipantConfLoginLocked, DialInPhrase.TooManyTries, DialInEnd.TooManyTries)]
    public void Why_he_cannot_come_in_is_told_before_he_is_hung_up(Refusal refusal, DialInPhrase phrase, DialInEnd end)
    {
        var call = new TelephoneCall { Door = refusal }.Press($"{TelephoneCall.Meeting}#").Press($"{TelephoneCall.Password}#");
        var said = call.LastSaid;
        call.Wait(10);

        Assert.That((said, call.HungUp), Is.EqualTo(($"{phrase} Goodbye", (DialInEnd?)end)));
    }

    [Test]
    public void Who_presses_nothing_is_asked_three_times_and_hung_up()
    {
        var call = new TelephoneCall().Wait(60);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Said, Is.EqualTo(new[] { "Welcome EnterId", "EnterId", "EnterId", "Goodbye" }));
            Assert.That(call.HungUp, Is.EqualTo(DialInEnd.NothingPressed));
        }
    }

    [TestCase('1', MeetingLanguage.Chinese)]
    [TestCase('2', MeetingLanguage.English)]
    public void A_bilingual_number_asks_in_both_languages_and_goes_on_in_the_chosen_one(char key, MeetingLanguage language)
    {
        var call = new TelephoneCall(new DialInCall { Who = TelephoneCall.Who, Bilingual = true });
        var first = call.Recordings.ToArray();
        call.Press("7").Press($"{key}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Select(recording => recording.Language).Distinct(), Is.EqualTo(new[] { MeetingLanguage.Chinese, MeetingLanguage.English }));
            Assert.That(call.LastSaid, Is.EqualTo("Welcome EnterId"));
            Assert.That(call.Recordings[^1].Language, Is.EqualTo(language));
        }
    }

    [Test]
    public void A_guest_who_waits_for_the_chair_hears_a_tone_until_the_chair_comes()
    {
        var call = new TelephoneCall { Waits = true }.Press($"{TelephoneCall.Meeting}#").Press($"{TelephoneCall.Password}#").Wait(600);
        var (said, tone, over) = (call.LastSaid, call.ToneIsOn, call.HungUp);
        call.Happens(new MeetingEvent.Joined(TelephoneCall.Me, default))
            .Happens(new MeetingEvent.Prompted(Prompt.SomeoneJoined, MeetingLanguage.English, To: null, TelephoneCall.Me.Name) { About = TelephoneCall.Who });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((said, tone, over), Is.EqualTo((nameof(Prompt.WaitForChair), true, (DialInEnd?)null)));
            Assert.That((call.LastSaid, call.ToneIsOn, call.IsInside), Is.EqualTo((nameof(DialInPhrase.Entered), false, true)));
        }
    }

    [Test]
    public void A_waiting_guest_may_hang_up_by_two_hashes()
    {
        var call = new TelephoneCall { Waits = true }.Press($"{TelephoneCall.Meeting}#").Press($"{TelephoneCall.Password}#").Press("##").Wait(5);

        Assert.That((call.HungUp, call.ToneIsOn), Is.EqualTo(((DialInEnd?)DialInEnd.Left, false)));
    }

    [Test]
    public void A_terminal_that_dialled_the_id_is_asked_for_the_password_alone()
    {
        var call = new TelephoneCall(new DialInCall { Who = TelephoneCall.Who, Meeting = TelephoneCall.Meeting });
        var first = call.Said[0];
        call.Press($"{TelephoneCall.Password}#");

        Assert.That((first, call.IsInside), Is.EqualTo((nameof(DialInPhrase.EnterPassword), true)));
    }

    [Test]
    public void A_terminal_that_dialled_id_and_password_is_in_at_once() =>
        Assert.That(new TelephoneCall(new DialInCall { Who = TelephoneCall.Who, Meeting = TelephoneCall.Meeting, Password = TelephoneCall.Password }).IsInside);

    [Test]
    public void Star_six_mutes_and_star_six_again_unmutes()
    {
        var call = Inside().Press("*6");
        var (first, said) = (call.Asked[^1], call.LastSaid);
        call.Happens(new MeetingEvent.ParticipantChanged(null, TelephoneCall.Me with { Muted = true })).Press("*6");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(new MeetingCommand.Mute(Himself, TelephoneCall.Who, On: true)));
            Assert.That(said, Is.EqualTo(nameof(Prompt.Muted)));
            Assert.That(call.Asked[^1], Is.EqualTo(new MeetingCommand.Mute(Himself, TelephoneCall.Who, On: false)));
            Assert.That(call.LastSaid, Is.EqualTo(nameof(Prompt.Unmuted)));
        }
    }

    [Test]
    public void Star_nine_raises_the_hand_and_star_nine_again_lowers_it()
    {
        var call = Inside().Press("*9");
        var first = call.Asked[^1];
        call.Happens(new MeetingEvent.ParticipantChanged(null, TelephoneCall.Me with { HandAt = DateTimeOffset.UnixEpoch })).Press("*9");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(new MeetingCommand.RaiseHand(Himself, TelephoneCall.Who, Up: true)));
            Assert.That(call.Asked[^1], Is.EqualTo(new MeetingCommand.RaiseHand(Himself, TelephoneCall.Who, Up: false)));
            Assert.That(call.Said.Where(said => said.StartsWith("Hand", StringComparison.Ordinal)), Is.EqualTo(new[] { "HandRaised", "HandLowered" }));
        }
    }

    [Test]
    public void The_chair_mutes_everyone_and_locks_the_meeting()
    {
        var call = Inside().BecomesChair().Press("*5").Press("*7");
        call.Happens(new MeetingEvent.DynamicsChanged(new Dynamics(), new Dynamics { Locked = true, AllMuted = true })).Press("*5").Press("*7");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Asked, Is.EqualTo(new MeetingCommand[]
            {
                new MeetingCommand.MuteAll(Himself, On: true), new MeetingCommand.Lock(Himself, On: true),
                new MeetingCommand.MuteAll(Himself, On: false), new MeetingCommand.Lock(Himself, On: false),
            }));
            Assert.That(call.Said.Where(said => said.EndsWith("ed", StringComparison.Ordinal)).TakeLast(4), Is.EqualTo(new[] { "EveryoneMuted", "MeetingLocked", "EveryoneUnmuted", "MeetingUnlocked" }));
        }
    }

    [Test]
    public void What_the_meeting_refuses_is_told()
    {
        var call = Inside();
        call.MeetingSays = Refusal.GuestNoPermissionOperation;

        Assert.That(call.Press("*7").LastSaid, Is.EqualTo(nameof(DialInPhrase.NotAllowed)));
    }

    [Test]
    public void Star_nought_explains_the_keys_that_he_has()
    {
        var guest = Inside().Press("*0").LastSaid;
        var chair = Inside().BecomesChair().Press("*0").LastSaid;

        Assert.That((guest, chair), Is.EqualTo((nameof(DialInPhrase.Help), nameof(DialInPhrase.ChairHelp))));
    }

    [Test]
    public void Two_hashes_leave()
    {
        var call = Inside().Press("##").Wait(5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Asked, Is.EqualTo(new[] { new MeetingCommand.Leave(Himself, TelephoneCall.Who) }));
            Assert.That(call.HungUp, Is.EqualTo(DialInEnd.Left));
        }
    }

    [TestCase("#1#")]
    [TestCase("6")]
    [TestCase("*1")]
    [TestCase("12345")]
    public void Other_keys_mean_nothing_inside(string keys) => Assert.That(Inside().Press(keys).Wait(10).Asked, Is.Empty);

    [Test]
    public void A_star_and_a_figure_far_apart_are_no_word() => Assert.That(Inside().Press("*").Wait(4).Press("6").Asked, Is.Empty);

    [Test]
    public void What_the_meeting_tells_everybody_or_him_is_said_and_what_it_tells_another_is_not()
    {
        var call = Inside()
            .Happens(new MeetingEvent.Prompted(Prompt.EndIsNear, MeetingLanguage.English, To: null, ""))
            .Happens(new MeetingEvent.Prompted(Prompt.Muted, MeetingLanguage.English, TelephoneCall.Who, ""))
            .Happens(new MeetingEvent.Prompted(Prompt.YouAreChair, MeetingLanguage.English, new ParticipantId("another"), ""));

        Assert.That(call.Said.TakeLast(2), Is.EqualTo(new[] { nameof(Prompt.EndIsNear), nameof(Prompt.Muted) }));
    }

    [Test]
    public void The_end_and_being_removed_are_told_before_he_is_hung_up()
    {
        var ended = Inside().Happens(new MeetingEvent.Ended(EndReason.EndedByChair, default, default)).Wait(5);
        var removed = Inside().Happens(new MeetingEvent.Left(TelephoneCall.Me, LeaveReason.HungUpByChair, default)).Wait(5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((ended.LastSaid, ended.HungUp), Is.EqualTo(("MeetingEnded Goodbye", (DialInEnd?)DialInEnd.MeetingEnded)));
            Assert.That((removed.LastSaid, removed.HungUp), Is.EqualTo(("Removed Goodbye", (DialInEnd?)DialInEnd.Removed)));
        }
    }

    [Test]
    public void No_keys_at_any_time_lead_to_a_call_that_lasts_for_ever([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var call = new TelephoneCall(seed % 2 == 0 ? null : new DialInCall { Who = TelephoneCall.Who, Bilingual = true });
        for (var i = 0; i < 200 && call.HungUp is null && !call.IsInside; i++)
            call.Press($"{"0123456789*#ABCD"[random.Next(16)]}", random.NextDouble() * 12);

        call.Wait(300);
        Assert.That(call.HungUp, Is.Not.Null);
    }

    private static Actor Himself => new Actor.Participant(TelephoneCall.Who);

    private static TelephoneCall Inside() => new TelephoneCall().Press($"{TelephoneCall.Meeting}#").Press($"{TelephoneCall.Password}#").Wait(5);
}
