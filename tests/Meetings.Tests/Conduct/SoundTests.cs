using Meetings.Conduct;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>Mutes, hands, speakers, howling, cameras and sharing.</summary>
public sealed class SoundTests
{
    [Test]
    public void Muting_one_closes_his_sound_and_unmuting_opens_it()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.Mute(By("chair"), Id("a"), On: true));
        Assert.That(room.All<MeetingEvent.SoundGate>().Single(), Is.EqualTo(new MeetingEvent.SoundGate(Id("a"), Open: false)));

        room.After(new Command.Mute(By("a"), Id("a"), On: false));
        Assert.That(room.All<MeetingEvent.SoundGate>().Single().Open, Is.True);
        Assert.That(room.Tell(new Command.Mute(Controller, Id("nobody"), On: true)), Is.EqualTo(Refusal.ConfParticipantNotExist));
    }

    [Test]
    public void Muting_all_spares_the_chair_and_catches_late_comers()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "b").After(new Command.MuteAll(By("chair"), On: true)).WithPeople("late");

        Assert.That(Muted(room), Is.EqualTo("a b late"));
        Assert.That(room.Tell(new Command.Mute(By("a"), Id("a"), On: false)), Is.EqualTo(Refusal.None), "he may unmute himself");
        Assert.That(Muted(room.After(new Command.MuteAll(By("chair"), On: false))), Is.Empty);
    }

    [Test]
    public void Who_may_not_unmute_himself_is_unmuted_by_a_host()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "co").After(new Command.SetCohost(Controller, Id("co"), On: true))
            .After(new Command.MuteAll(By("chair"), On: true, MayUnmuteThemselves: false));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.Mute(By("a"), Id("a"), On: false)), Is.EqualTo(Refusal.GuestNoPermissionOperation));
            Assert.That(room.Tell(new Command.Mute(By("co"), Id("co"), On: false)), Is.EqualTo(Refusal.None));
            Assert.That(room.Tell(new Command.Mute(By("chair"), Id("a"), On: false)), Is.EqualTo(Refusal.None));
        }

        room.After(new Command.Mute(By("a"), Id("a"), On: true)).After(new Command.LetGuestsUnmute(Controller, On: true));
        Assert.That(room.Tell(new Command.Mute(By("a"), Id("a"), On: false)), Is.EqualTo(Refusal.None));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Voice_activation_lifts_the_mute_of_all(int imageType)
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.MuteAll(Controller, On: true, MayUnmuteThemselves: false))
            .After(new Command.SwitchMode(Controller, "VAS", imageType));

        Assert.That((Muted(room), room.Dynamics.AllMuted, room.Dynamics.CanUnmute), Is.EqualTo(("", false, true)));
    }

    [Test]
    public void Voice_activation_unmutes_nobody_who_muted_himself_in_an_open_meeting()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.Mute(By("a"), Id("a"), On: true))
            .After(new Command.SwitchMode(Controller, "VAS", 0));

        Assert.That(Muted(room), Is.EqualTo("a"));
    }

    [Test]
    public void Roll_call_with_a_chair_opens_two_and_mutes_the_others()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "b")
            .After(new Command.Mute(Controller, Id("chair"), On: true))
            .After(new Command.Mute(Controller, Id("a"), On: true))
            .After(new Command.RollCall(Controller, Id("a")));
        Assert.That(Muted(room), Is.EqualTo("b"));

        Assert.That(Muted(room.After(new Command.RollCall(Controller, Id("b")))), Is.EqualTo("a"));
        Assert.That(Muted(room.WithPeople("late")), Is.EqualTo("a late"));
        Assert.That(Muted(room.After(new Command.SwitchMode(Controller, "VAS", 0))), Is.Empty, "free discussion");
    }

    [Test]
    public void Roll_call_without_a_chair_changes_no_mute_and_the_muting_of_others_can_be_turned_off()
    {
        var without = new ConferenceRoom().WithPeople("a", "b").After(new Command.Mute(Controller, Id("a"), On: true))
            .After(new Command.RollCall(Controller, Id("a")));
        var gentle = new ConferenceRoom(Setup() with { Options = new() { RollCallMutesOthers = false } }).WithChair().WithPeople("a", "b")
            .After(new Command.Mute(Controller, Id("a"), On: true))
            .After(new Command.RollCall(Controller, Id("a")));

        Assert.That((Muted(without), Muted(gentle)), Is.EqualTo(("a", "")));
    }

    [Test]
    public void Broadcasting_changes_no_mute()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "b").After(new Command.Mute(Controller, Id("a"), On: true))
            .After(new Command.Broadcast(Controller, Id("a")));

        Assert.That(Muted(room), Is.EqualTo("a"));
    }

    [Test]
    public void A_source_that_howls_is_muted_and_told_so_unless_that_is_turned_off()
    {
        var room = new ConferenceRoom().WithPeople("a").After(new Command.HowlingHeard(Actor.Server, Id("a")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Muted(room), Is.EqualTo("a"));
            Assert.That(room.All<MeetingEvent.HowlingMuted>(), Has.Count.EqualTo(1));
            Assert.That(room.All<MeetingEvent.Prompted>().Single().Prompt, Is.EqualTo(Prompt.YouHowl));
        }

        var off = new ConferenceRoom(Setup() with { Options = new() { MuteHowling = false } }).WithPeople("a");
        Assert.That(Muted(off.After(new Command.HowlingHeard(Actor.Server, Id("a")))), Is.Empty);
    }

    [Test]
    public void Hands_have_an_order_and_the_chair_has_none()
    {
        var room = new ConferenceRoom(Setup() with { Options = new() { MaxHands = 2 } }).WithChair().WithPeople("a", "b", "c")
            .After(new Command.RaiseHand(By("b"), Id("b"), Up: true))
            .Wait(TimeSpan.FromSeconds(1))
            .After(new Command.RaiseHand(By("a"), Id("a"), Up: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Find("b").HandAt, Is.LessThan(room.Find("a").HandAt!.Value));
            Assert.That(room.Tell(new Command.RaiseHand(By("chair"), Id("chair"), Up: true)), Is.EqualTo(Refusal.ConfChairForbiddenHand));
            Assert.That(room.Tell(new Command.RaiseHand(By("c"), Id("c"), Up: true)), Is.EqualTo(Refusal.OverMaxAllowHandNumber));
            Assert.That(room.Tell(new Command.RaiseHand(Controller, Id("nobody"), Up: false)), Is.EqualTo(Refusal.ConfParticipantNotExist));
        }

        room.After(new Command.RaiseHands(By("chair"), [Id("a"), Id("b")], Up: false));
        Assert.That(room.Meeting.Participants.Select(participant => participant.HandAt), Is.All.Null);
    }

    [Test]
    public void The_three_loudest_are_told_and_not_too_often()
    {
        var room = new ConferenceRoom().WithPeople("a", "b", "c", "d").After(new Command.Mute(Controller, Id("b"), On: true));
        room.After(Levels(("a", 10), ("b", 90), ("c", 30), ("d", 20)));
        Assert.That(room.All<MeetingEvent.SpeakersChanged>().Single().Speakers.Select(speaker => speaker.Name), Is.EqualTo(new[] { "c", "d", "a" }));

        Assert.That(room.After(Levels(("a", 90))).All<MeetingEvent.SpeakersChanged>(), Is.Empty);
        room.Wait(TimeSpan.FromMilliseconds(500));
        Assert.That(room.All<MeetingEvent.SpeakersChanged>().Single().Speakers.Single().Name, Is.EqualTo("a"));
        Assert.That(room.Wait(TimeSpan.FromSeconds(1)).After(Levels()).All<MeetingEvent.SpeakersChanged>().Single().Speakers, Is.Empty, "silence");
    }

    [Test]
    public void Cameras_are_asked_for_and_opened_where_there_is_one()
    {
        var room = new ConferenceRoom().WithPeople("a").With(Phone("p"));
        Assert.That(room.After(new Command.AskCamera(Controller, Id("a"), Open: true)).All<MeetingEvent.CameraAsked>().Single().Open, Is.True);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.AskCamera(Controller, Id("p"), Open: true)), Is.EqualTo(Refusal.AudioSiteNotSupport));
            Assert.That(room.Tell(new Command.AskCamera(Controller, Id("nobody"), Open: true)), Is.EqualTo(Refusal.ConfParticipantNotExist));
            Assert.That(room.Tell(new Command.ReportCamera(By("a"), Id("a"), On: false)), Is.EqualTo(Refusal.None));
            Assert.That(room.Find("a").CameraOn, Is.False);
        }

        room.After(new Command.Configure(Controller, new() { AllowOpenCamera = 0 }));
        Assert.That(room.Tell(new Command.ReportCamera(By("a"), Id("a"), On: true)), Is.EqualTo(Refusal.GuestNoPermissionOperation));
    }

    [Test]
    public void One_shares_at_a_time_and_anyone_may_take_over_until_that_is_the_hosts()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "b").After(new Command.StartShare(By("a"), Id("a")))
            .After(new Command.StartShare(By("b"), Id("b")));
        Assert.That((room.Dynamics.Sharer, room.Find("a").Sharing), Is.EqualTo((Id("b"), false)));
        Assert.That(room.All<MeetingEvent.ShareAsked>().Single(), Is.EqualTo(new MeetingEvent.ShareAsked(Id("a"), Start: false)));

        room.After(new Command.Configure(Controller, new() { FreeShare = 0 }));
        Assert.That(room.Tell(new Command.StartShare(By("a"), Id("a"))), Is.EqualTo(Refusal.GuestNoPermissionOperation));
        Assert.That(room.Tell(new Command.StartShare(By("chair"), Id("chair"))), Is.EqualTo(Refusal.None));
    }

    [Test]
    public void Locking_stops_the_share_of_another_and_leaves_sharing_to_the_chair()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.StartShare(By("a"), Id("a")))
            .After(new Command.Configure(Controller, new() { LockSharing = 1 }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Dynamics.Sharer, Is.Null);
            Assert.That(room.Tell(new Command.StartShare(By("a"), Id("a"))), Is.EqualTo(Refusal.LockShareFailed));
            Assert.That(room.Tell(new Command.StartShare(By("chair"), Id("chair"))), Is.EqualTo(Refusal.None));
        }
    }

    [Test]
    public void A_share_ends_with_its_sharer_or_by_the_chair_and_some_cannot_share()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").With(Phone("p"), Terminal("t")).After(new Command.StartShare(By("a"), Id("a")))
            .After(new Command.StopShare(By("chair"), Id("a")));
        Assert.That((room.Dynamics.Sharer, room.All<MeetingEvent.ShareAsked>().Count), Is.EqualTo(((ParticipantId?)null, 1)));

        room.After(new Command.StartShare(By("a"), Id("a"))).After(new Command.Leave(By("a"), Id("a")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Dynamics.Sharer, Is.Null);
            Assert.That(room.Tell(new Command.StartShare(Actor.Server, Id("p"))), Is.EqualTo(Refusal.ParticipantNotSupportInviteShare));
            Assert.That(room.Tell(new Command.InviteToShare(Controller, Id("p"), On: true)), Is.EqualTo(Refusal.ParticipantNotSupportInviteShare));
            Assert.That(room.Tell(new Command.InviteToShare(Controller, Id("t"), On: true)), Is.EqualTo(Refusal.ParticipantNotSupportInviteShare));
            Assert.That(room.Tell(new Command.StartShare(Actor.Server, Id("t"))), Is.EqualTo(Refusal.None), "a terminal shares by its second stream");
        }
    }

    [Test]
    public void Invited_to_share_shows_until_he_does()
    {
        var room = new ConferenceRoom().WithPeople("a").After(new Command.InviteToShare(Controller, Id("a"), On: true));
        Assert.That(room.Find("a").InvitedToShare, Is.True);
        Assert.That(room.After(new Command.StartShare(By("a"), Id("a"))).Find("a").InvitedToShare, Is.False);
    }

    private static Command.SpeakerLevels Levels(params (string Who, int Volume)[] levels) =>
        new(Actor.Server, [.. levels.Select(level => new SpeakerLevel(Id(level.Who), level.Volume))]);

    private static string Muted(ConferenceRoom room) =>
        string.Join(' ', room.Meeting.Participants.Where(participant => participant.Muted).Select(participant => participant.Name));
}
