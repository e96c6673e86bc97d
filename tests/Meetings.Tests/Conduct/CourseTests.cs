using Meetings.Booking;
using Meetings.Conduct;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>Length, end, recording, live, settings, and what a running meeting weighs.</summary>
public sealed class CourseTests
{
    [Test]
    public void It_ends_its_length_after_the_actual_start_with_a_notice_five_minutes_before()
    {
        var room = new ConferenceRoom().WithChair().Wait(TimeSpan.FromMinutes(55));
        Assert.That(room.All<MeetingEvent.EndNear>(), Has.Count.EqualTo(1));
        Assert.That(room.All<MeetingEvent.Prompted>().Single().Prompt, Is.EqualTo(Prompt.EndIsNear));

        room.Wait(TimeSpan.FromMinutes(5));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.All<MeetingEvent.Ended>().Single().Reason, Is.EqualTo(EndReason.TimeIsUp));
            Assert.That(room.All<MeetingEvent.Concluded>(), Has.Count.EqualTo(1));
            Assert.That(room.All<MeetingEvent.Left>().Single().Reason, Is.EqualTo(LeaveReason.MeetingEnded));
            Assert.That((room.Meeting.IsOver, room.Seated, room.Meeting.NextDeadline), Is.EqualTo((true, 0, DateTimeOffset.MaxValue)));
        }
    }

    [Test]
    public void It_prolongs_itself_while_someone_is_in_up_to_the_limit()
    {
        var room = new ConferenceRoom(Setup() with { Prolong = TimeSpan.FromMinutes(15), MaxLength = TimeSpan.FromMinutes(80) }).WithChair()
            .Wait(TimeSpan.FromMinutes(74));
        Assert.That((room.Dynamics.EndsAt - room.Dynamics.StartedAt).TotalMinutes, Is.EqualTo(75));
        Assert.That(room.All<MeetingEvent.EndNear>(), Is.Empty, "it will go on");

        room.Wait(TimeSpan.FromMinutes(2));
        Assert.That((room.Dynamics.EndsAt - room.Dynamics.StartedAt).TotalMinutes, Is.EqualTo(80));
        Assert.That(room.All<MeetingEvent.EndNear>(), Has.Count.EqualTo(1));
        Assert.That(room.Wait(TimeSpan.FromMinutes(4)).Meeting.IsOver, Is.True);
    }

    [TestCase(false, 10, 70, Refusal.None)]
    [TestCase(false, null, 75, Refusal.None)]
    [TestCase(false, 1380, 1440, Refusal.None)]
    [TestCase(false, 1381, 60, Refusal.IdoOverConfMaxDuration)]
    [TestCase(false, 0, 60, Refusal.IdoSetConfDurationFail)]
    [TestCase(true, 20, 60, Refusal.None)]
    [TestCase(true, -1, 60, Refusal.IdoSetConfDurationFail)]
    public void It_is_extended(bool auto, int? minutes, int length, Refusal expected)
    {
        var room = new ConferenceRoom().WithChair();
        Assert.That(room.Tell(new Command.Extend(Controller, auto, minutes)), Is.EqualTo(expected));
        Assert.That((room.Dynamics.EndsAt - room.Dynamics.StartedAt).TotalMinutes, Is.EqualTo(length));
        if (auto && expected == Refusal.None)
            Assert.That((room.Wait(TimeSpan.FromMinutes(61)).Dynamics.EndsAt - room.Dynamics.StartedAt).TotalMinutes, Is.EqualTo(80));
    }

    [Test]
    public void The_free_tier_ends_after_forty_five_minutes_whatever_was_asked()
    {
        var room = new ConferenceRoom(Setup() with { MaxLength = TimeSpan.FromMinutes(45), Prolong = TimeSpan.FromMinutes(15) }).WithChair();
        Assert.That(room.Tell(new Command.Extend(Controller, Auto: false, 10)), Is.EqualTo(Refusal.IdoOverConfMaxDuration));
        Assert.That(room.Wait(TimeSpan.FromMinutes(45)).Meeting.IsOver, Is.True);
    }

    [Test]
    public void A_limit_that_is_lifted_holds_at_once_and_one_that_is_set_ends_nothing_earlier()
    {
        var room = new ConferenceRoom(Setup() with { Length = TimeSpan.FromHours(2), MaxLength = TimeSpan.FromMinutes(45) }).WithChair().Wait(TimeSpan.FromMinutes(41));
        Assert.That(room.All<MeetingEvent.EndNear>(), Has.Count.EqualTo(1));

        room.After(new Command.Resize(Actor.Server, 100, TimeSpan.FromHours(24)));
        Assert.That((room.Dynamics.EndsAt - room.Dynamics.StartedAt).TotalMinutes, Is.EqualTo(120), "what was cut off comes back");
        Assert.That(room.Tell(new Command.Extend(Controller, Auto: false, 60)), Is.EqualTo(Refusal.None));

        room.After(new Command.Resize(Actor.Server, 100, TimeSpan.FromMinutes(45)));
        Assert.That((room.Dynamics.EndsAt - room.Dynamics.StartedAt).TotalMinutes, Is.EqualTo(180));
        Assert.That(room.Tell(new Command.Extend(Controller, Auto: false, 1)), Is.EqualTo(Refusal.IdoOverConfMaxDuration));
        Assert.That(room.Wait(TimeSpan.FromMinutes(138)).Meeting.IsOver, Is.False);
    }

    [Test]
    public void One_that_nobody_is_left_in_ends_and_may_be_entered_again_until_its_booked_end()
    {
        var booked = new DateTimeOffset(2026, 11, 21, 11, 0, 0, TimeSpan.Zero);
        var room = new ConferenceRoom(Setup() with { BookedEnd = booked }).WithChair().After(new Command.Leave(By("chair"), Id("chair")))
            .Wait(TimeSpan.FromMinutes(4)).WithPeople("a").Wait(TimeSpan.FromMinutes(10)).After(new Command.Leave(By("a"), Id("a")));
        Assert.That(room.Meeting.IsOver, Is.False, "the chair may leave, and the meeting goes on");

        room.Wait(TimeSpan.FromMinutes(5));
        var ended = room.All<MeetingEvent.Ended>().Single();
        Assert.That((ended.Reason, ended.ConcludesAt, room.All<MeetingEvent.Concluded>().Count), Is.EqualTo((EndReason.NobodyLeft, booked, 0)));
    }

    [Test]
    public void The_chair_ends_it_for_everyone_for_good()
    {
        var room = new ConferenceRoom(Setup() with { WaitingRoom = true, BookedEnd = DateTimeOffset.MaxValue }).WithChair().WithPeople("waits");
        room.Calling("77");
        room.After(new Command.End(By("chair")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.All<MeetingEvent.Ended>().Single().Reason, Is.EqualTo(EndReason.EndedByChair));
            Assert.That(room.Said[^1], Is.InstanceOf<MeetingEvent.Concluded>());
            Assert.That(room.All<MeetingEvent.HangUp>(), Has.Count.EqualTo(2));
            Assert.That(room.All<MeetingEvent.WaitingRemoved>().Single().End, Is.EqualTo(WaitingEnd.MeetingEnded));
            Assert.That(room.Seated, Is.Zero);
        }
    }

    [Test]
    public void Recording_is_asked_for_paused_resumed_and_stopped()
    {
        var room = new ConferenceRoom().WithChair();
        (RecordingState State, RecordAction? Asked) Do(Command command) =>
            (room.After(command).Dynamics.Recording, room.All<MeetingEvent.RecordingAsked>().SingleOrDefault()?.Action);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(Record(RecordAction.Pause)), Is.EqualTo(Refusal.ConfStatusIllegal));
            Assert.That(Do(Record(RecordAction.Start)), Is.EqualTo((RecordingState.Starting, (RecordAction?)RecordAction.Start)));
            Assert.That(Do(Recorder(MediaReport.Started)), Is.EqualTo((RecordingState.On, (RecordAction?)null)));
            Assert.That(Do(Record(RecordAction.Start)), Is.EqualTo((RecordingState.On, (RecordAction?)null)));
            Assert.That(Do(Record(RecordAction.Pause)), Is.EqualTo((RecordingState.Paused, (RecordAction?)RecordAction.Pause)));
            room.Space = Refusal.OrgRecspaceNotEnough;
            Assert.That(Do(Record(RecordAction.Start)), Is.EqualTo((RecordingState.On, (RecordAction?)RecordAction.Start)), "a running one is never cut");
            Assert.That(Do(Record(RecordAction.Stop)), Is.EqualTo((RecordingState.Stopping, (RecordAction?)RecordAction.Stop)));
            Assert.That(room.Tell(Record(RecordAction.Start)), Is.EqualTo(Refusal.ConfStatusIllegal));
            Assert.That(Do(Recorder(MediaReport.Stopped)), Is.EqualTo((RecordingState.Off, (RecordAction?)null)));
            Assert.That(room.Tell(Record(RecordAction.Start)), Is.EqualTo(Refusal.OrgRecspaceNotEnough), "the next one is refused");
            Assert.That(room.Dynamics.HasRecorded, Is.True);
        }
    }

    [TestCase(RecordKind.None, Refusal.None, Refusal.ConfNotSupportRecord)]
    [TestCase(RecordKind.Live, Refusal.None, Refusal.ConfNotSupportRecord)]
    [TestCase(RecordKind.Record, Refusal.OrgNotBuyRecspace, Refusal.OrgNotBuyRecspace)]
    [TestCase(RecordKind.Record, Refusal.RecordResourceNotEnough, Refusal.RecordResourceNotEnough)]
    public void Recording_is_refused_where_there_is_no_right_or_no_room(RecordKind booked, Refusal space, Refusal expected)
    {
        var room = new ConferenceRoom(Setup() with { Recording = booked }) { Space = space }.WithChair();
        Assert.That(room.Tell(Record(RecordAction.Start)), Is.EqualTo(expected));
    }

    [Test]
    public void It_records_by_itself_from_the_first_one_in_and_stops_with_the_end()
    {
        var room = new ConferenceRoom(Setup() with { RecordAutomatically = true });
        Assert.That(room.Dynamics.Recording, Is.EqualTo(RecordingState.Off));
        Assert.That(room.WithPeople("a").Dynamics.Recording, Is.EqualTo(RecordingState.Starting));
        Assert.That(room.After(new Command.End(Controller)).All<MeetingEvent.RecordingAsked>().Single().Action, Is.EqualTo(RecordAction.Stop));
    }

    [Test]
    public void Live_is_asked_for_and_follows_what_the_push_says()
    {
        var room = new ConferenceRoom().WithChair().After(new Command.GoLive(Controller, On: true));
        Assert.That(room.All<MeetingEvent.LiveAsked>().Single().Address, Is.EqualTo("rtmp://live"));

        room.After(new Command.LiveReported(Actor.Server, MediaReport.Started));
        Assert.That((room.Dynamics.Live, room.All<MeetingEvent.Prompted>().Single().Prompt), Is.EqualTo((LiveState.On, Prompt.LiveStarted)));
        room.After(new Command.GoLive(Controller, On: false)).After(new Command.LiveReported(Actor.Server, MediaReport.Stopped));
        Assert.That(room.Dynamics.Live, Is.EqualTo(LiveState.Off));

        Assert.That(new ConferenceRoom(Setup() with { LiveAddress = "" }).Tell(new Command.GoLive(Controller, On: true)), Is.EqualTo(Refusal.ConfSetliveFailed));
        Assert.That(new ConferenceRoom(Setup() with { Recording = RecordKind.Record }).Tell(new Command.GoLive(Controller, On: true)), Is.EqualTo(Refusal.ConfSetliveFailed));
    }

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return new(new ConfigurationChange(), Refusal.RequestBodyIsNull);
        yield return new(new ConfigurationChange { LockSharing = 2 }, Refusal.ParameterVerifiedFail);
        yield return new(new ConfigurationChange { JoinRestriction = 1 }, Refusal.ParameterVerifiedFail);
        yield return new(new ConfigurationChange { AudienceRestriction = 3 }, Refusal.ParameterVerifiedFail);
        yield return new(new ConfigurationChange { ChatPermission = 0 }, Refusal.ParameterVerifiedFail);
        yield return new(new ConfigurationChange { ClientRecording = 3 }, Refusal.ParameterVerifiedFail);
        yield return new(new ConfigurationChange { AllowRename = 0, Lock = 7 }, Refusal.ParameterVerifiedFail);
    }

    [TestCaseSource(nameof(Changes))]
    public void Settings_change_together_or_not_at_all(ConfigurationChange change, Refusal expected)
    {
        var room = new ConferenceRoom().WithChair();
        Assert.That(room.Tell(new Command.Configure(Controller, change)), Is.EqualTo(expected));
    }

    [Test]
    public void Every_setting_of_a_running_meeting_takes_hold_and_is_told_once()
    {
        var room = new ConferenceRoom().WithChair().After(new Command.Configure(Controller, new()
        {
            LockSharing = 1,
            JoinRestriction = 3,
            AllowUnmuteByOneself = 0,
            ChatPermission = 2,
            AudienceRestriction = 2,
            ClientRecording = 2,
            AllowOpenCamera = 0,
            AllowRename = 0,
            Lock = 1,
            FreeShare = 0,
            WaitingRoom = 1,
            Language = MeetingLanguage.English,
        }));

        var change = room.All<MeetingEvent.DynamicsChanged>().Single();
        Assert.That(change.After, Is.EqualTo(change.Before with
        {
            SharingLocked = true,
            JoinRestriction = JoinRestriction.Invited,
            CanUnmute = false,
            Chat = ChatPermission.PrivateOnly,
            AudienceRestriction = JoinRestriction.Corporation,
            ClientRecording = ClientRecording.Chosen,
            AllowOpenCamera = false,
            AllowRename = false,
            Locked = true,
            FreeShare = false,
            WaitingRoom = true,
        }));
        Assert.That(room.All<MeetingEvent.SetupChanged>().Single().Setup.Language, Is.EqualTo(MeetingLanguage.English));
    }

    [TestCase(ClientRecording.Hosts, false, Refusal.GuestNoPermissionOperation)]
    [TestCase(ClientRecording.Everyone, false, Refusal.None)]
    [TestCase(ClientRecording.Chosen, false, Refusal.GuestNoPermissionOperation)]
    [TestCase(ClientRecording.Chosen, true, Refusal.None)]
    public void Clients_record_where_they_may(ClientRecording mode, bool chosen, Refusal expected)
    {
        var room = new ConferenceRoom().WithPeople("a").With(Phone("p"))
            .After(new Command.Configure(Controller, new() { ClientRecording = (int)mode }))
            .After(new Command.AllowClientRecord(Controller, Id("a"), chosen));

        Assert.That(room.Tell(new Command.ReportClientRecord(By("a"), Id("a"), On: true)), Is.EqualTo(expected));
        Assert.That(room.Tell(new Command.AllowClientRecord(Controller, Id("p"), On: true)), Is.EqualTo(Refusal.ConfGenericCtlParticipantFailed));
    }

    [Test]
    public void A_pause_is_asked_once()
    {
        var room = new ConferenceRoom().After(new Command.Pause(Controller, On: true));
        Assert.That((room.Dynamics.Paused, room.All<MeetingEvent.PauseAsked>().Single().On), Is.EqualTo((true, true)));
        Assert.That(room.After(new Command.Pause(Controller, On: true)).All<MeetingEvent.PauseAsked>(), Is.Empty);
    }

    [Test]
    public void A_thousand_people_cost_little_and_a_command_about_one_is_told_about_one()
    {
        var room = new ConferenceRoom(Setup() with { Capacity = 1000 }).WithChair();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 1; n < 1000; n++)
            room.Join(Person($"person number {n}"));
        room.Said.Clear();
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 999;
        TestContext.Out.WriteLine($"{each} bytes a participant");
        Assert.That(each, Is.LessThan(4000));

        room.After(new Command.Mute(Controller, Id("person number 500"), On: true));
        Assert.That(room.All<MeetingEvent.ParticipantChanged>(), Has.Count.EqualTo(1));
        room.After(new Command.MuteAll(Controller, On: true));
        Assert.That(room.All<MeetingEvent.ParticipantChanged>(), Has.Count.EqualTo(998));
    }

    [Test]
    public void An_empty_running_meeting_is_small()
    {
        const int Many = 200;
        var rooms = new ConferenceRoom[Many];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 0; n < Many; n++)
            rooms[n] = new ConferenceRoom();
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Many;
        GC.KeepAlive(rooms);
        TestContext.Out.WriteLine($"{each} bytes a meeting");
        Assert.That(each, Is.LessThan(20_000));
    }

    [Test]
    public void A_meeting_stored_without_its_people_and_its_people_by_row_is_the_whole()
    {
        var room = new ConferenceRoom(Setup() with { Invitees = [new() { Number = "1" }], WaitingRoom = true }).WithChair().WithPeople("waits");
        var whole = room.Meeting.Snapshot();
        var rest = room.Meeting.SnapshotWithoutPeople();
        var together = rest with { Participants = whole.Participants, Attendees = whole.Attendees, Waiting = whole.Waiting };

        Assert.That(Json(rest), Does.Not.Contain("\"chair\",\"Name"));
        Assert.That(Json(new ConferenceRoom(together, room.Now, 0).Meeting.SnapshotWithoutPeople()), Is.EqualTo(Json(rest)));
        Assert.That(new ConferenceRoom(together, room.Now, 0).Meeting.Attendees.Select(line => line.Number), Is.EqualTo(new[] { "1", "+99chair" }));
    }

    [Test]
    public void Every_prompt_has_words_in_both_languages()
    {
        foreach (var prompt in Enum.GetValues<Prompt>())
        {
            Assert.That(PromptText.Of(prompt, MeetingLanguage.English, "Ann"), Is.Not.Empty);
            Assert.That(PromptText.Of(prompt, MeetingLanguage.Chinese, "Ann"), Is.Not.Empty);
        }
    }

    private static Command.Record Record(RecordAction action) => new(Controller, action);

    private static Command.RecordingReported Recorder(MediaReport report) => new(Actor.Server, report);
}
