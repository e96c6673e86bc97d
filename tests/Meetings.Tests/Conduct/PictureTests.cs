using Meetings.Booking;
using Meetings.Conduct;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>What people watch: modes, broadcast, roll call, views, polling.</summary>
public sealed class PictureTests
{
    /// <summary>How often who speaks is told.</summary>
    private static readonly TimeSpan Telling = TimeSpan.FromMilliseconds(400);

    private static readonly Command Multi = new Command.SwitchMode(Controller, "Fixed", 1);

    [TestCase("Fixed", 1, VideoMode.Fixed, false)]
    [TestCase("VAS", 1, VideoMode.Fixed, true)]
    [TestCase("VAS", 0, VideoMode.Free, true)]
    public void A_mode_is_switched_to(string word, int imageType, VideoMode mode, bool voice)
    {
        var room = new ConferenceRoom().WithPeople("a").After(new Command.SwitchMode(Controller, word, imageType));

        Assert.That((room.Dynamics.Mode, room.Dynamics.VoiceActivated), Is.EqualTo((mode, voice)));
    }

    [TestCase(null, 1, Refusal.ConfModeIsEmpty)]
    [TestCase("Free", 1, Refusal.ConfModeNotInRange)]
    [TestCase("Fixed", 0, Refusal.ConfImageTypeNotInRange)]
    [TestCase("VAS", 2, Refusal.ConfImageTypeNotInRange)]
    public void Not_every_mode_is_one(string? word, int imageType, Refusal expected) =>
        Assert.That(new ConferenceRoom().WithPeople("a").Tell(new Command.SwitchMode(Controller, word, imageType)), Is.EqualTo(expected));

    [Test]
    public void Pictures_are_refused_in_a_voice_meeting()
    {
        var room = new ConferenceRoom(Setup() with { Media = MediaKind.Voice }).WithTerminalAsChair().With(Terminal("t"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(Multi), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.Broadcast(Controller, Id("t"))), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.ChairView(Controller, 1)), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.PartView(Controller, Id("t"), 2, Id("chair"))), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.LockView(Controller, Id("t"), On: true)), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.SetMultiPicture(Controller, new())), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.StartShare(Controller, Id("t"))), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.InviteToShare(Controller, Id("t"), On: true)), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.AskCamera(Controller, Id("t"), Open: true)), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.ShowCaption(Controller, "caption", "Welcome")), Is.EqualTo(Refusal.AudioConfNotSupport));
            Assert.That(room.Tell(new Command.RollCall(Controller, Id("t"))), Is.EqualTo(Refusal.None), "the floor is given by sound");
        }
    }

    [Test]
    public void Everybody_watches_the_one_who_is_broadcast_until_it_is_cancelled()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "b").With(Phone("p")).After(new Command.Broadcast(Controller, Id("a")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((room.Dynamics.Mode, room.Find("a").Broadcast), Is.EqualTo((VideoMode.Broadcast, true)));
            Assert.That(room.Shown("b"), Is.EqualTo(PictureSource.Site(Id("a"))));
            Assert.That(room.Shown("a"), Is.EqualTo(PictureSource.Site(Id("chair"))), "he sees somebody else");
            Assert.That(room.Tell(new Command.Broadcast(Controller, Id("p"))), Is.EqualTo(Refusal.AudioSiteNotSupport));
            Assert.That(room.Tell(new Command.Broadcast(Controller, Id("nobody"))), Is.EqualTo(Refusal.ConfParticipantNotExist));
            Assert.That(room.Tell(new Command.RollCall(Controller, Id("nobody"))), Is.EqualTo(Refusal.ConfParticipantNotExist));
        }

        room.After(new Command.Broadcast(Controller, Id("b")));
        Assert.That((room.Find("a").Broadcast, room.Find("b").Broadcast), Is.EqualTo((false, true)));
        room.After(new Command.CancelBroadcast(Controller));
        Assert.That((room.Dynamics.Mode, room.Dynamics.Watched, room.Shown("a")), Is.EqualTo((VideoMode.Free, (ParticipantId?)null, PictureSource.Own)));
    }

    [Test]
    public void Cancelling_ends_roll_call_and_multi_picture_but_not_voice_activation()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.RollCall(Controller, Id("a"))).After(new Command.CancelBroadcast(Controller));
        Assert.That((room.Dynamics.Mode, room.Find("a").RollCalled), Is.EqualTo((VideoMode.Free, false)));
        Assert.That(room.After(Multi).After(new Command.CancelBroadcast(Controller)).Dynamics.Mode, Is.EqualTo(VideoMode.Free));

        room.After(new Command.SwitchMode(Controller, "VAS", 1)).After(new Command.CancelBroadcast(Controller));
        Assert.That((room.Dynamics.Mode, room.Dynamics.VoiceActivated), Is.EqualTo((VideoMode.Fixed, true)));
    }

    [Test]
    public void A_broadcast_ends_when_its_source_leaves()
    {
        var room = new ConferenceRoom().WithPeople("a", "b").After(new Command.Broadcast(Controller, Id("a"))).After(new Command.Leave(By("a"), Id("a")));

        Assert.That((room.Dynamics.Mode, room.Dynamics.Watched), Is.EqualTo((VideoMode.Free, (ParticipantId?)null)));
    }

    [Test]
    public void Voice_activation_shows_the_loudest_and_him_the_one_before()
    {
        var room = new ConferenceRoom().WithPeople("a", "b", "c").After(Speaks("a")).Wait(TimeSpan.FromSeconds(3));
        Assert.That(room.After(Speaks("b")).Wait(Telling).After(Speaks("b")).Shown("c"), Is.EqualTo(PictureSource.Site(Id("a"))), "a cough turns no head");
        room = room.Wait(Telling).After(Speaks("b"));
        Assert.That((room.Shown("c"), room.Shown("b")), Is.EqualTo((PictureSource.Site(Id("b")), PictureSource.Site(Id("a")))));

        room = room.After(Speaks("c")).Wait(Telling).After(Speaks("c")).Wait(Telling);
        Assert.That(room.After(Speaks("c")).Shown("a"), Is.EqualTo(PictureSource.Site(Id("b"))), "who has just been turned to stays a while");
        Assert.That(room.Wait(TimeSpan.FromSeconds(2)).After(Speaks("c")).Shown("a"), Is.EqualTo(PictureSource.Site(Id("c"))));
        Assert.That(room.After(new Command.Leave(By("c"), Id("c"))).Shown("a"), Is.EqualTo(PictureSource.Site(Id("b"))));
    }

    // A cough is shorter, and who has been heard a moment ago only draws breath.
    [TestCase(1.6, 300, "b")]
    [TestCase(1.6, 280, "a")]
    [TestCase(1.4, 300, "a")]
    public void From_one_who_is_silent_the_picture_goes_at_once_to_whoever_has_said_a_word(double silence, int word, string shown)
    {
        var room = new ConferenceRoom().WithPeople("a", "b", "c").After(Speaks("a")).Wait(TimeSpan.FromSeconds(3)).After(Speaks("a", 3_000));
        Assert.That(room.Wait(TimeSpan.FromSeconds(silence)).After(Speaks("b", word)).Shown("c"), Is.EqualTo(PictureSource.Site(Id(shown))));
    }

    [Test]
    public void While_content_is_shared_voice_activation_imposes_nobody()
    {
        var room = new ConferenceRoom().WithPeople("a", "b", "c").After(Speaks("a")).After(new Command.StartShare(By("b"), Id("b")));
        Assert.That(room.Shown("c"), Is.EqualTo(PictureSource.Own), "terminals are shown the automatic picture, content and people");
        Assert.That(room.After(new Command.StopShare(By("b"), Id("b"))).Shown("c"), Is.EqualTo(PictureSource.Site(Id("a"))));
    }

    [Test]
    public void Chair_polling_goes_through_the_others_in_order_and_changes_nobody_elses_picture()
    {
        var room = new ConferenceRoom().WithTerminalAsChair().WithPeople("a", "b", "c").With(Phone("p"));
        var others = room.Shown("b");
        room.After(Poll(20));
        Assert.That((room.Shown("chair"), room.Shown("b")), Is.EqualTo((PictureSource.Site(Id("a")), others)));

        Assert.That(After20(room), Is.EqualTo(PictureSource.Site(Id("b"))));
        Assert.That(After20(room.WithPeople("new")), Is.EqualTo(PictureSource.Site(Id("c"))));
        Assert.That(After20(room), Is.EqualTo(PictureSource.Site(Id("new"))), "who joins is added; the phone has no picture");
        Assert.That(After20(room), Is.EqualTo(PictureSource.Site(Id("a"))));
        Assert.That(room.After(new Command.Leave(By("a"), Id("a"))).Shown("chair"), Is.EqualTo(PictureSource.Site(Id("b"))), "who leaves is skipped");

        Assert.That(room.After(new Command.ChairView(Controller, 0, Start: false)).Dynamics.ChairPolling, Is.False);

        static PictureSource After20(ConferenceRoom room) => room.Wait(TimeSpan.FromSeconds(20)).Shown("chair");
    }

    [Test]
    public void While_polling_the_chair_sees_no_layout_and_may_not_choose_a_site()
    {
        var room = new ConferenceRoom(Setup() with { Options = new() { BeginsVoiceActivated = false } }).WithTerminalAsChair().WithPeople("a", "b")
            .After(Poll(20))
            .After(Multi);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((room.Shown("chair"), room.Shown("b")), Is.EqualTo((PictureSource.Site(Id("a")), PictureSource.Composition)));
            Assert.That(room.Tell(new Command.ChairView(Controller, 2, Id("b"))), Is.EqualTo(Refusal.ChairPollingForbiddenView));
            Assert.That(room.Tell(new Command.ChairView(Controller, 1)), Is.EqualTo(Refusal.None), "watching the multi-picture stops it");
            Assert.That((room.Dynamics.ChairPolling, room.Shown("chair")), Is.EqualTo((false, PictureSource.Composition)));
        }
    }

    [Test]
    public void Polling_says_when_it_cannot_be()
    {
        var soft = new ConferenceRoom().WithChair().WithPeople("a");
        var alone = new ConferenceRoom().WithTerminalAsChair();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(soft.Tell(Poll(20)), Is.EqualTo(Refusal.SvcSiteNotSupportView), "a multi-stream chair lays out for himself");
            Assert.That(alone.Tell(Poll(20)), Is.EqualTo(Refusal.ConfNoParticipantJoined));
            Assert.That(alone.Tell(Poll(9)), Is.EqualTo(Refusal.SwitchTimeNotInRange));
            Assert.That(alone.Tell(Poll(121)), Is.EqualTo(Refusal.SwitchTimeNotInRange));
            Assert.That(alone.Tell(new Command.ChairView(Controller, 3)), Is.EqualTo(Refusal.ViewTypeNotInRange));
            Assert.That(new ConferenceRoom().WithPeople("a").Tell(Poll(20)), Is.EqualTo(Refusal.ConfNoChairSite));
        }
    }

    [Test]
    public void Polling_ends_with_the_chair_who_polls()
    {
        var room = new ConferenceRoom().WithTerminalAsChair().WithPeople("a", "b").After(Poll(0)).After(new Command.TransferChair(Controller, Id("a")));
        Assert.That((room.Dynamics.ChairPolling, room.Dynamics.Polled), Is.EqualTo((false, (ParticipantId?)null)));
    }

    [Test]
    public void The_chair_watches_the_multi_picture_only_where_nothing_like_it_is_imposed()
    {
        var free = new ConferenceRoom(Setup() with { Options = new() { BeginsVoiceActivated = false } }).WithTerminalAsChair().WithPeople("a");
        Assert.That(free.After(new Command.ChairView(Controller, 2, Id("a"))).Shown("chair"), Is.EqualTo(PictureSource.Site(Id("a"))));
        Assert.That(free.After(new Command.ChairView(Controller, 1)).Shown("chair"), Is.EqualTo(PictureSource.Composition));

        foreach (var mode in new Command[] { Multi, new Command.SwitchMode(Controller, "VAS", 1), new Command.SwitchMode(Controller, "VAS", 0) })
            Assert.That(free.After(mode).Tell(new Command.ChairView(Controller, 1)), Is.EqualTo(Refusal.ConfStatusIllegal));
        Assert.That(free.Tell(new Command.ChairView(Controller, 2, Id("chair"))), Is.EqualTo(Refusal.ParameterVerifiedFail));
        Assert.That(free.Tell(new Command.ChairView(Controller, 2)), Is.EqualTo(Refusal.ConfParticipantNotExist));
    }

    [Test]
    public void The_chair_who_watches_a_site_comes_back_to_what_all_are_shown()
    {
        var room = new ConferenceRoom().WithTerminalAsChair().WithPeople("a", "b").After(Speaks("b"));
        Assert.That(room.After(new Command.ChairView(Controller, 2, Id("a"))).Shown("chair"), Is.EqualTo(PictureSource.Site(Id("a"))));
        Assert.That(room.After(new Command.ChairView(Controller, 1)).Shown("chair"), Is.EqualTo(PictureSource.Site(Id("b"))), "who speaks, as the others");

        room.After(new Command.ChairView(Controller, 2, Id("a"))).After(Poll(20)).After(new Command.ChairView(Controller, 1));
        Assert.That((room.Dynamics.ChairPolling, room.Shown("chair")), Is.EqualTo((false, PictureSource.Site(Id("b")))), "from polling too");
    }

    [Test]
    public void A_terminal_that_watches_a_site_comes_back_to_what_the_others_are_shown()
    {
        var room = new ConferenceRoom().WithChair().With(Terminal("t"), Person("a"), Person("b")).After(Speaks("b")).After(new Command.LockView(Controller, Id("t"), On: true, Id("a")));
        Assert.That((room.Shown("t"), room.Dynamics.PartViews), Is.EqualTo((PictureSource.Site(Id("a")), 1)));
        Assert.That(room.Tell(new Command.PartView(By("t"), Id("t"), 1, null)), Is.EqualTo(Refusal.GuestNoPermissionOperation), "not by himself, while it is locked");

        room.After(new Command.PartView(Controller, Id("t"), 1, null));
        Assert.That((room.Shown("t"), room.Dynamics.PartViews), Is.EqualTo((PictureSource.Site(Id("b")), 0)), "who speaks");
        Assert.That(room.Find("t"), Has.Property("View").EqualTo(ViewKind.None).And.Property("ViewLocked").True);
        Assert.That(room.Tell(new Command.PartView(Controller, Id("t"), 1, null)), Is.EqualTo(Refusal.None), "again changes nothing");
    }

    [Test]
    public void A_terminal_watches_a_site_while_nothing_is_imposed_and_its_view_can_be_locked()
    {
        var room = new ConferenceRoom().WithChair().With(Terminal("t"), Person("a"), Person("b"))
            .After(new Command.PartView(By("t"), Id("t"), 2, Id("a")));
        Assert.That((room.Shown("t"), room.Dynamics.PartViews), Is.EqualTo((PictureSource.Site(Id("a")), 1)));
        Assert.That(room.After(new Command.Broadcast(Controller, Id("b"))).Shown("t"), Is.EqualTo(PictureSource.Site(Id("b"))), "broadcast wins");

        room.After(new Command.CancelBroadcast(Controller)).After(new Command.LockView(Controller, Id("t"), On: true, Id("b")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.PartView(By("t"), Id("t"), 2, Id("a"))), Is.EqualTo(Refusal.GuestNoPermissionOperation));
            Assert.That(room.Tell(new Command.PartView(Controller, Id("t"), 2, Id("a"))), Is.EqualTo(Refusal.None));
            Assert.That(room.Tell(new Command.PartView(Controller, Id("t"), 0, Id("a"))), Is.EqualTo(Refusal.ViewTypeNotInRange));
            Assert.That(room.Tell(new Command.PartView(Controller, Id("a"), 2, Id("t"))), Is.EqualTo(Refusal.NormalSiteNotSupportView));
            Assert.That(room.Tell(new Command.PartView(Controller, Id("nobody"), 2, Id("t"))), Is.EqualTo(Refusal.ConfParticipantNotExist));
            Assert.That(room.Tell(new Command.LockView(Controller, Id("a"), On: true)), Is.EqualTo(Refusal.NormalSiteNotSupportView));
            Assert.That(room.With(Terminal("m") with { Device = new() { Kind = DeviceKind.Terminal } }).Tell(new Command.PartView(Controller, Id("m"), 2, Id("a"))), Is.EqualTo(Refusal.SvcSiteNotSupportView));
        }

        room.After(new Command.Leave(By("a"), Id("a")));
        Assert.That((room.Find("t").View, room.Dynamics.PartViews), Is.EqualTo((ViewKind.None, 0)), "its source is gone");
    }

    [Test]
    public void At_most_eight_terminals_watch_sites_of_their_own()
    {
        var room = new ConferenceRoom().WithPeople("a");
        for (var n = 0; n < Dynamics.MaxPartViews; n++)
            room.With(Terminal($"t{n}")).After(new Command.PartView(Controller, Id($"t{n}"), 2, Id("a")));

        Assert.That(room.With(Terminal("more")).Tell(new Command.PartView(Controller, Id("more"), 2, Id("a"))), Is.EqualTo(Refusal.ConfGenericCtlParticipantFailed));
    }

    private static Command.ChairView Poll(int seconds) => new(Controller, 0, SwitchTime: seconds, Start: true);

    private static Command.SpeakerLevels Speaks(string who, int milliseconds = 0) =>
        new(Actor.Server, [new(Id(who), 80) { Lasts = TimeSpan.FromMilliseconds(milliseconds) }]);
}
