using Meetings.Booking;
using Meetings.Corporations;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class RecurringMeetingTests
{
    private static readonly BookingRequest Nothing = new();

    /// <summary>Six o'clock in the evening of Beijing on five days from tomorrow.</summary>
    private static readonly BookingRequest Daily = Tomorrow with
    {
        IsRecurring = true,
        Cycle = new() { StartDate = new(2026, 11, 22), EndDate = new(2026, 11, 26), Cycle = "Day" },
    };

    private readonly BookingOffice _office = new();

    [Test]
    public void A_recurring_meeting_has_one_number_and_an_id_for_each_time()
    {
        var meeting = _office.Book(Daily);

        Assert.That(meeting.Occurrences.Select(one => WireTime.Format(one.Start)), Is.EqualTo(new[]
        {
            "2026-11-22 10:00", "2026-11-23 10:00", "2026-11-24 10:00", "2026-11-25 10:00", "2026-11-26 10:00",
        }));
        Assert.That(meeting.Occurrences.Select(one => one.Id), Is.Unique.And.All.Matches<string>(id => id is { Length: 32 }));
        Assert.That((meeting.Kind, meeting.Start, meeting.Pattern?.At), Is.EqualTo((BookingKind.Recurring, Tomorrow.Start, (TimeOnly?)new TimeOnly(18, 0))));
    }

    [Test]
    public void Only_the_first_fifty_times_are_booked()
    {
        var meeting = _office.Book(Daily with { Cycle = Daily.Cycle! with { EndDate = new(2027, 11, 1) } });

        Assert.That(meeting.Occurrences, Has.Count.EqualTo(50));
    }

    [Test]
    public void Times_that_are_past_are_not_booked_and_a_meeting_needs_one()
    {
        var since = Daily with { Cycle = Daily.Cycle! with { StartDate = new(2026, 11, 1) } };
        Assert.That(_office.Book(since).Occurrences, Has.Count.EqualTo(6), "today's is at ten, and it is eight");

        var over = Daily with { Cycle = Daily.Cycle! with { StartDate = new(2026, 11, 1), EndDate = new(2026, 11, 20) } };
        Assert.That(_office.Refuse(over), Is.EqualTo(Refusal.ParameterVerifiedFail));
        Assert.That(_office.Refuse(Daily with { Start = null }), Is.EqualTo(Refusal.ConfParamsNullException));
        Assert.That(_office.Refuse(Daily with { Cycle = Daily.Cycle! with { StartDate = new(2027, 11, 23), EndDate = new(2027, 11, 23) } }),
            Is.EqualTo(Refusal.ConfStartTimeOverMaxScheduleTime));
    }

    [Test]
    public void Changing_the_whole_keeps_the_days_their_ids_and_what_was_called_off()
    {
        var meeting = _office.Book(Daily);
        OccurrenceRules.TryCancel(meeting, [meeting.Occurrences[1].Id], Alice, CancelMode.RefuseIfHeld, Now, out var cancelled);

        var refusal = _office.TryChange(cancelled!.Meeting, Nothing with { IsRecurring = true, Length = 90 }, out var changed);

        Assert.That(refusal, Is.EqualTo(Refusal.None));
        Assert.That(changed!.Occurrences.Select(one => one.Id), Is.EqualTo(cancelled.Meeting.Occurrences.Select(one => one.Id)));
        Assert.That(changed.Occurrences.Select(one => one.Length.TotalMinutes), Is.All.EqualTo(90));
    }

    [Test]
    public void In_another_zone_it_keeps_its_time_on_the_wall()
    {
        _office.TryChange(_office.Book(Daily), Nothing with { IsRecurring = true, TimeZoneId = "26" }, out var changed);

        Assert.That(WireTime.Format(changed!.Start), Is.EqualTo("2026-11-22 18:00"));
    }

    [Test]
    public void Other_days_may_be_asked_for()
    {
        _office.TryChange(_office.Book(Daily), Nothing with { Cycle = Daily.Cycle! with { Interval = 2 } }, out var changed);

        Assert.That(changed!.Occurrences.Select(one => one.Day.Day), Is.EqualTo(new[] { 22, 24, 26 }));
    }

    [Test]
    public void A_recurring_meeting_does_not_become_a_single_one()
    {
        Assert.That(_office.TryChange(_office.Book(Daily), Nothing with { Subject = "x" }, out _), Is.EqualTo(Refusal.ConfConferenceTypeIllegal));
    }

    [Test]
    public void One_time_is_changed_and_the_others_stay()
    {
        var meeting = _office.Book(Daily with { RecordType = 2 });
        var change = new OccurrenceChange
        {
            OccurrenceId = meeting.Occurrences[1].Id,
            Start = meeting.Occurrences[1].Start.AddHours(2),
            Length = 30,
            MediaTypes = "Voice",
            IsAutoRecord = 1,
            RecordAuthType = 2,
            Description = "moved",
            CallInRestriction = 3,
            EnableWaitingRoom = true,
        };

        Assert.That(OccurrenceRules.TryChange(meeting, change, _office.Context(Alice), Now, out var changed), Is.EqualTo(Refusal.None));

        var after = changed!.Meeting.Occurrences[1];
        Assert.That((after.Length.TotalMinutes, after.Media, after.RecordsAutomatically, after.RecordAudience, after.Description),
            Is.EqualTo((30d, MediaKind.Voice, true, RecordAudience.Participants, "moved")));
        Assert.That((after.Entry.Restriction, after.Entry.WaitingRoom, after.Entry.GuestsFirst), Is.EqualTo((JoinRestriction.Invited, true, true)));
        Assert.That(changed.Meeting.Occurrences.Where(one => one.Id != after.Id), Is.EqualTo(meeting.Occurrences.Where(one => one.Id != after.Id)));
        Assert.That((changed.Before, changed.After, changed.Meeting.Revision), Is.EqualTo((meeting.Occurrences[1], after, 1)));
    }

    private static IEnumerable<TestCaseData<OccurrenceChange>> Changes()
    {
        var plain = new OccurrenceChange { OccurrenceId = "1" };
        yield return new(plain with { OccurrenceId = "nine" }) { ExpectedResult = Refusal.ConfDataNotFound };
        yield return new(plain with { MediaTypes = "Smell" }) { ExpectedResult = Refusal.ConfMediaTypesIllegal };
        yield return new(plain with { Length = 14 }) { ExpectedResult = Refusal.ConfLengthOverRange };
        yield return new(plain with { IsAutoRecord = 2 }) { ExpectedResult = Refusal.ConfAutoRecordNotInRange };
        yield return new(plain with { RecordAuthType = 3 }) { ExpectedResult = Refusal.ParameterVerifiedFail };
        yield return new(plain with { CallInRestriction = 1 }) { ExpectedResult = Refusal.ParameterVerifiedFail };
        yield return new(plain with { Description = new('d', 201) }) { ExpectedResult = Refusal.ParameterVerifiedFail };
        yield return new(plain with { Start = Now.AddHours(-1) }) { ExpectedResult = Refusal.ConfStartTimeLessThanCurrentTime };
        yield return new(plain with { Start = Now.AddYears(2) }) { ExpectedResult = Refusal.ConfStartTimeOverMaxScheduleTime };
        yield return new(plain with { Start = Tomorrow.Start!.Value.AddMinutes(59) }) { ExpectedResult = Refusal.ParameterVerifiedFail };
        yield return new(plain with { Start = Tomorrow.Start!.Value.AddMinutes(60) }) { ExpectedResult = Refusal.None };
    }

    [TestCaseSource(nameof(Changes))]
    public Refusal What_one_time_cannot_become_is_refused_with_its_own_code(OccurrenceChange change)
    {
        var meeting = _office.Book(Daily);
        if (change.OccurrenceId == "1")
            change = change with { OccurrenceId = meeting.Occurrences[1].Id };

        return OccurrenceRules.TryChange(meeting, change, _office.Context(Alice), Now, out _);
    }

    [Test]
    public void A_time_that_is_held_is_not_changed_and_called_off_only_by_ending_it()
    {
        var meeting = BookingLife.Begin(_office.Book(Daily), new RunId("run"));
        var held = meeting.Occurrences[0].Id;

        Assert.That(OccurrenceRules.TryChange(meeting, new() { OccurrenceId = held }, _office.Context(Alice), Now, out _),
            Is.EqualTo(Refusal.ConfModifyFailAsConfAlreadyStarted));
        Assert.That(OccurrenceRules.TryCancel(meeting, [meeting.Occurrences[1].Id, held], Alice, CancelMode.RefuseIfHeld, Now, out var none),
            Is.EqualTo(Refusal.ConfCancelFailAsConfStarted));
        Assert.That(none, Is.Null, "all or nothing");
        Assert.That(OccurrenceRules.TryCancel(meeting, [held], Alice, CancelMode.EndIfHeld, Now, out var cancelled), Is.EqualTo(Refusal.None));
        Assert.That((cancelled!.EndsRun, cancelled.Meeting.Phase, cancelled.Meeting.Start), Is.EqualTo((true, BookingPhase.Schedule, meeting.Occurrences[1].Start)));
    }

    [Test]
    public void With_its_last_time_called_off_the_meeting_is_over()
    {
        var meeting = _office.Book(Daily);

        Assert.That(OccurrenceRules.TryCancel(meeting, [.. meeting.Occurrences.Select(one => one.Id)], Alice, CancelMode.RefuseIfHeld, Now, out var cancelled), Is.EqualTo(Refusal.None));
        Assert.That(cancelled!.Meeting.Phase, Is.EqualTo(BookingPhase.Destroyed));
        Assert.That(OccurrenceRules.TryCancel(meeting, [], Alice, CancelMode.RefuseIfHeld, Now, out _), Is.EqualTo(Refusal.ConfParamsNullException));
        Assert.That(OccurrenceRules.TryCancel(meeting, ["x"], Bob, CancelMode.RefuseIfHeld, Now, out _), Is.EqualTo(Refusal.ConfDataNotFound));
        Assert.That(OccurrenceRules.TryCancel(_office.Book(Tomorrow), ["x"], Alice, CancelMode.RefuseIfHeld, Now, out _), Is.EqualTo(Refusal.ConfConferenceTypeIllegal));
    }

    [Test]
    public void Two_times_of_a_room_do_not_meet_another_meeting()
    {
        _office.Room = RoomOf(Alice);
        var meeting = _office.Book(OnRoom(Daily));
        _office.RoomUses.Add(new RoomUse(new("900000009"), Tomorrow.Start!.Value.AddHours(3), Tomorrow.Start!.Value.AddHours(4), IsRunning: false));
        var change = new OccurrenceChange { OccurrenceId = meeting.Occurrences[1].Id, Start = Tomorrow.Start!.Value.AddHours(3) };

        Assert.That(OccurrenceRules.TryChange(meeting, change, _office.Context(Alice), Now, out _), Is.EqualTo(Refusal.VmrConfConflict));
    }
}
