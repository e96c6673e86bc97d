using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Tests.Conferences;

/// <summary>The owner of all running meetings: who opens them, what is written with them, and what one meeting's end leaves.</summary>
public sealed class ConferenceDeskTests
{
    private ConferenceScene _scene = null!;

    [OneTimeSetUp]
    public async Task Start() => _scene = await ConferenceScene.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [Test]
    public async Task The_first_who_may_opens_the_meeting()
    {
        var meeting = await _scene.BookAsync();
        await _scene.JoinAsync(meeting, "Alice");

        Assert.That(_scene.View(meeting).Participants.Select(one => one.Name), Is.EqualTo(new[] { "Alice" }));
        Assert.That((await BookedAsync(meeting))!.Phase, Is.EqualTo(BookingPhase.Created));
    }

    [Test]
    public async Task A_guest_who_may_not_be_first_is_told_so_and_nothing_has_begun()
    {
        var meeting = await _scene.BookAsync(booked => booked with { Entry = new EntryRules { GuestsFirst = false } });
        var before = _scene.Server.Get<CorporationSeats>().InUse(_scene.Corporation.Id);

        Assert.That((await _scene.Desk.JoinAsync(meeting, _scene.RequestOf("Alice"))).Refusal, Is.EqualTo(Refusal.NotAllowedGuestFirstJoin));
        Assert.That(_scene.Server.Get<RunningMeetings>().Find(meeting), Is.Null);
        Assert.That(_scene.Server.Get<CorporationSeats>().InUse(_scene.Corporation.Id), Is.EqualTo(before));
        Assert.That((await BookedAsync(meeting))!.Phase, Is.EqualTo(BookingPhase.Schedule));
    }

    [Test]
    public async Task A_wrong_password_opens_nothing()
    {
        var meeting = await _scene.BookAsync();

        Assert.That((await _scene.Desk.JoinAsync(meeting, _scene.RequestOf("Eve") with { Password = "000000" })).Refusal, Is.EqualTo(Refusal.ConfNotFoundOrAuthFailed));
        Assert.That(_scene.Server.Get<RunningMeetings>().Find(meeting), Is.Null);
    }

    [Test]
    public async Task Opening_twice_is_the_same_run_and_unknown_numbers_are_none()
    {
        var meeting = await _scene.BookAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _scene.Desk.OpenAsync(meeting)));

        Assert.That(answers.Select(answer => answer.Meeting!.Run).Distinct().ToArray(), Has.Length.EqualTo(1));
        Assert.That((await _scene.Desk.OpenAsync(new ConferenceId("900000000"))).Refusal, Is.EqualTo(Refusal.ConfDataNotFound));
        Assert.That(await _scene.Desk.AskAsync(new ConferenceId("900000000"), new MeetingCommand.Lock(Actor.Server, true)), Is.EqualTo(Refusal.ConfNotStarted));
    }

    [Test]
    public async Task Everybody_at_once_takes_one_seat_each_and_no_more_than_there_are()
    {
        var meeting = await _scene.OpenAsync(booked => booked with { Cap = 100 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 150).Select(i => _scene.Desk.JoinAsync(meeting, _scene.RequestOf($"P{i}"))));

        Assert.That(answers.Count(answer => answer.Refusal == Refusal.None), Is.EqualTo(100));
        Assert.That(answers.Where(answer => answer.Refusal != Refusal.None).Select(answer => answer.Refusal).Distinct(), Is.EqualTo(new[] { Refusal.OverMaxParticipantNumber }));
        Assert.That(_scene.View(meeting).Participants, Has.Length.EqualTo(100));
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.End(Actor.Server));
    }

    [Test]
    public async Task A_run_that_is_over_is_history_and_its_booking_is_gone()
    {
        var meeting = await _scene.OpenAsync();
        var alice = await _scene.JoinAsync(meeting, "Zara");
        var face = _scene.Server.Get<RunningMeetings>().Find(meeting)!;
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.Lock(new Actor.Participant(alice), true));
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.End(new Actor.Controller("Desk")));

        Assert.That(face.IsOver, Is.True);
        Assert.That(_scene.Server.Get<RunningMeetings>().With(new AccountId("account-Zara")), Is.Empty);
        Assert.That(await BookedAsync(meeting), Is.Null);
        var (run, stays, trail, stored) = await _scene.Server.Get<Store>().ReadAsync(async session => (
            await HistoryTable.FindAsync(session, face.Run), await HistoryTable.AttendanceAsync(session, face.Run), await HistoryTable.AuditAsync(session, face.Run),
            await RunTable.ListAsync(session)));
        Assert.That(run!.End, Is.Not.Null);
        Assert.That(stays.Single().LeaveReason, Is.EqualTo("MeetingEnded"));
        Assert.That(trail.Select(line => (line.Code, line.Result)), Is.EqualTo(new[] { ("Lock", Refusal.GuestNoPermissionOperation), ("End", Refusal.None) }), "what was refused is in the trail");
        Assert.That(stored.Select(one => one.Id), Has.None.EqualTo(face.Run));
    }

    [Test]
    public async Task A_defect_ends_one_meeting_and_no_other()
    {
        var (ill, well) = (await _scene.OpenAsync(), await _scene.OpenAsync());
        await _scene.JoinAsync(ill, "Alice");
        var face = _scene.Server.Get<RunningMeetings>().Find(ill)!;

        // No list at all is nothing a caller can send; it stands for a defect.
        Assert.That(await _scene.Desk.AskAsync(ill, new MeetingCommand.HangUp(Actor.Server, null!)), Is.EqualTo(Refusal.ConfException));
        Assert.That(await _scene.Desk.AskAsync(well, new MeetingCommand.Lock(Actor.Server, true)), Is.EqualTo(Refusal.None));
        Assert.That(face.IsOver, Is.True);
        Assert.That(_scene.Server.Get<RunningMeetings>().Find(ill), Is.Null);
        Assert.That((await BookedAsync(ill))!.Phase, Is.EqualTo(BookingPhase.Schedule), "it may be begun anew");
        await _scene.JoinAsync(ill, "Alice");
    }

    [Test]
    public async Task A_telephone_does_not_sit_in_two_meetings()
    {
        var (meeting, other, unopened) = (await _scene.OpenAsync(), await _scene.OpenAsync(), await _scene.BookAsync());
        var phone = await _scene.JoinAsync(meeting, "Phone", AsPhone);
        Assert.That((await _scene.Desk.JoinAsync(other, AsPhone(_scene.RequestOf("Phone")))).Refusal, Is.EqualTo(Refusal.HangUpJoinedTwice));
        Assert.That((await _scene.Desk.JoinAsync(unopened, AsPhone(_scene.RequestOf("Phone")))).Refusal, Is.EqualTo(Refusal.HangUpJoinedTwice));

        await _scene.Desk.AskAsync(other, new MeetingCommand.Invite(Actor.Server, [new() { Phone = "+99100Phone", Name = "Phone", Type = "mobile" }]));
        var call = _scene.View(other).Participants.Single().Id;
        Assert.That(await _scene.Desk.AskAsync(other, new MeetingCommand.CallProgress(Actor.Server, call, CallStep.Answered)), Is.EqualTo(Refusal.HangUpJoinedTwice));
        Assert.That(_scene.View(other).Participants, Is.Empty);
        Assert.That(_scene.View(other).Attendees.Single().Cause, Is.EqualTo(Refusal.Busy));

        await _scene.Desk.AskAsync(meeting, new MeetingCommand.Leave(Actor.Server, phone));
        await _scene.JoinAsync(other, "Phone", AsPhone);

        static JoinRequest AsPhone(JoinRequest request) => request with { Account = null, Corporation = null, Device = new Device { Kind = DeviceKind.Phone, MultiStream = false, Video = false, CanShare = false, CanControl = false } };
    }

    [Test]
    public async Task What_a_corporation_has_bought_holds_at_once_in_meetings_that_run()
    {
        var meeting = await _scene.OpenAsync();
        var corporation = _scene.Corporation.ToCorporation();
        await _scene.Desk.FollowAsync(corporation with { Tier = CorporationTier.Free });
        Assert.That(_scene.View(meeting).Setup.Capacity, Is.EqualTo(Corporation.FreeSeats));

        var resource = new CorporateResource { Id = "seats", Corporation = corporation.Id, Type = ResourceTypes.Seats, Amount = 1 + _scene.Server.Get<CorporationSeats>().InUse(corporation.Id), ExpiresAt = DateTimeOffset.UtcNow.AddDays(1) };
        var (store, resources) = (_scene.Server.Get<Store>(), _scene.Server.Get<ResourceDesk>());
        await store.WriteAsync(session => resources.AddAsync(session, resource, DateTimeOffset.UtcNow));
        await _scene.JoinAsync(meeting, "First");
        Assert.That((await _scene.Desk.JoinAsync(meeting, _scene.RequestOf("Second"))).Refusal, Is.Not.EqualTo(Refusal.None));

        await store.WriteAsync(session => resources.AddAsync(session, resource with { Id = "more", Amount = 1_000 }, DateTimeOffset.UtcNow));
        await _scene.JoinAsync(meeting, "Second");
        Assert.That(_scene.View(meeting).Setup.Capacity, Is.EqualTo(corporation.SeatsPerMeeting));
    }

    [Test]
    public async Task The_free_tiers_limit_of_length_is_lifted_from_meetings_that_run()
    {
        var corporation = _scene.Corporation.ToCorporation();
        var meeting = await _scene.OpenAsync(booked => booked with { Length = TimeSpan.FromHours(2) });
        var started = _scene.View(meeting).Dynamics.StartedAt;
        await _scene.Desk.FollowAsync(corporation with { Tier = CorporationTier.Free });
        Assert.That(await _scene.Desk.AskAsync(meeting, new MeetingCommand.Extend(Actor.Server, Auto: false, 30)), Is.EqualTo(Refusal.IdoOverConfMaxDuration));
        Assert.That(_scene.View(meeting).Dynamics.EndsAt, Is.EqualTo(started.AddHours(2)), "what was promised stays");

        await _scene.Desk.FollowAsync(corporation);
        Assert.That(await _scene.Desk.AskAsync(meeting, new MeetingCommand.Extend(Actor.Server, Auto: false, 30)), Is.EqualTo(Refusal.None));
        Assert.That(_scene.View(meeting).Dynamics.EndsAt, Is.EqualTo(started.AddMinutes(150)));
    }

    [Test]
    public async Task A_store_that_fails_answers_so_and_what_waits_is_written_when_it_is_well()
    {
        var meeting = await _scene.OpenAsync();
        var store = _scene.Server.Get<Store>();
        await store.WriteAsync(session => session.ExecuteAsync($"ALTER TABLE audit RENAME TO audit_away"));
        Assert.That(await _scene.Desk.AskAsync(meeting, new MeetingCommand.Lock(new Actor.Controller("A"), true)), Is.EqualTo(Refusal.ConfException));
        Assert.That(_scene.View(meeting).Dynamics.Locked, Is.False, "nobody has heard of it");
        await store.WriteAsync(session => session.ExecuteAsync($"ALTER TABLE audit_away RENAME TO audit"));

        Assert.That(await _scene.Desk.AskAsync(meeting, new MeetingCommand.Pause(new Actor.Controller("A"), true)), Is.EqualTo(Refusal.None));
        var trail = await store.ReadAsync(session => HistoryTable.AuditAsync(session, _scene.View(meeting).Setup.Run));
        Assert.That(trail.Select(line => line.Code), Is.EqualTo(new[] { "Lock", "Pause" }));
        Assert.That((_scene.View(meeting).Dynamics.Locked, _scene.View(meeting).Dynamics.Paused), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_full_mailbox_answers_busy_at_once_and_everything_else_is_done()
    {
        var meeting = await _scene.OpenAsync();
        var alice = await _scene.JoinAsync(meeting, "Alice");
        var store = _scene.Server.Get<Store>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = store.WriteAsync(_ => gate.Task);
        var asked = Enumerable.Range(0, 10_000).Select(i => _scene.Desk.AskAsync(meeting, new MeetingCommand.Mute(Actor.Server, alice, i % 2 == 0))).ToArray();
        var refused = asked.Count(one => one.IsCompletedSuccessfully && one.Result == Refusal.ServerBusy);
        gate.SetResult();
        await held;
        var answers = await Task.WhenAll(asked);

        Assert.That(refused, Is.InRange(1, 10_000 - new DeskOptions().Mailbox));
        Assert.That(answers.Count(answer => answer == Refusal.None), Is.EqualTo(10_000 - refused));
    }

    private Task<BookedMeeting?> BookedAsync(ConferenceId meeting) =>
        _scene.Server.Get<Store>().ReadAsync(session => _scene.Server.Get<BookingTable>().FindByIdAsync(session, meeting));
}
