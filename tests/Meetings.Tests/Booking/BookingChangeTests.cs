using Meetings.Booking;
using Meetings.Corporations;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class BookingChangeTests
{
    private static readonly BookingRequest Nothing = new();

    [Test]
    public void What_a_change_does_not_say_stays_as_it_is()
    {
        var office = new BookingOffice();
        var meeting = office.Book(Tomorrow with { RecordType = 2, IsAutoRecord = 1, GuestPwd = "4321", EnableWaitingRoom = true, Invitees = [new() { Phone = "+99110001" }] });

        Assert.That(office.TryChange(meeting, Nothing with { Subject = "Another plan" }, out var changed), Is.EqualTo(Refusal.None));
        Assert.That(changed! with { Invitees = meeting.Invitees, Occurrences = meeting.Occurrences }, Is.EqualTo(meeting with { Subject = "Another plan", Revision = 1 }));
        Assert.That(changed.Invitees, Is.EqualTo(meeting.Invitees));
    }

    [Test]
    public void A_meeting_that_is_late_can_still_be_renamed()
    {
        var office = new BookingOffice();
        var meeting = office.Book(Tomorrow);
        var late = meeting.Start.AddMinutes(20);

        Assert.That(office.TryChange(meeting, Nothing with { Subject = "Late" }, out _, now: late), Is.EqualTo(Refusal.None));
        Assert.That(office.TryChange(meeting, Nothing with { Start = meeting.Start }, out _, now: late), Is.EqualTo(Refusal.ConfStartTimeLessThanCurrentTime));
    }

    private static IEnumerable<TestCaseData<BookingRequest>> Impossible()
    {
        yield return new(Nothing with { VmrFlag = 1 }) { ExpectedResult = Refusal.VmrFlagCannotModify };
        yield return new(Nothing with { VmrId = "room" }) { ExpectedResult = Refusal.VmridCannotModify };
        yield return new(Nothing with { VmrFlag = 0, VmrId = "", VmrIdType = 1 }) { ExpectedResult = Refusal.None };
        yield return new(Nothing with { ConfResType = 1 }) { ExpectedResult = Refusal.ParameterVerifiedFail };
        yield return new(Nothing with { IsRecurring = true }) { ExpectedResult = Refusal.ConfConferenceTypeIllegal };
        yield return new(Nothing with { Length = 10 }) { ExpectedResult = Refusal.ConfLengthOverRange };
        yield return new(Nothing with { Start = Now.AddYears(2) }) { ExpectedResult = Refusal.ConfStartTimeOverMaxScheduleTime };
        yield return new(Nothing with { MediaTypes = "Smell" }) { ExpectedResult = Refusal.ConfMediaTypesIllegal };
    }

    [TestCaseSource(nameof(Impossible))]
    public Refusal What_cannot_be_changed_is_refused_with_its_own_code(BookingRequest request)
    {
        var office = new BookingOffice();
        var refusal = office.TryChange(office.Book(Tomorrow), request, out var changed);
        Assert.That(changed is null, Is.EqualTo(refusal != Refusal.None));
        return refusal;
    }

    [TestCase(0, "room", 0, Refusal.VmrFlagCannotModify)]
    [TestCase(1, "other", 0, Refusal.VmridCannotModify)]
    [TestCase(1, "room", 1, Refusal.VmridtypeCannotModify)]
    [TestCase(1, "room", 0, Refusal.None)]
    public void The_room_of_a_meeting_cannot_be_changed(int flag, string id, int kind, Refusal expected)
    {
        var office = new BookingOffice { Room = RoomOf(Alice) };
        var meeting = office.Book(OnRoom(Tomorrow));

        Assert.That(office.TryChange(meeting, Nothing with { VmrFlag = flag, VmrId = id, VmrIdType = kind }, out _), Is.EqualTo(expected));
    }

    [TestCase(BookingPhase.Created, Refusal.ConfModifyFailAsConfAlreadyStarted)]
    [TestCase(BookingPhase.Creating, Refusal.ConfModifyFailAsConfAlreadyStarted)]
    [TestCase(BookingPhase.Destroyed, Refusal.ConfDataNotFound)]
    public void A_meeting_is_changed_only_until_it_starts(BookingPhase phase, Refusal expected)
    {
        var office = new BookingOffice();

        Assert.That(office.TryChange(office.Book(Tomorrow) with { Phase = phase }, Nothing, out _), Is.EqualTo(expected));
    }

    [Test]
    public void Its_owner_and_an_admin_change_a_meeting_others_do_not()
    {
        var office = new BookingOffice();
        var meeting = office.Book(Tomorrow with { Invitees = [new() { AccountId = "bob" }] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(office.TryChange(meeting, Nothing, out _, Alice), Is.EqualTo(Refusal.None));
            Assert.That(office.TryChange(meeting, Nothing, out var byAdmin, Admin), Is.EqualTo(Refusal.None));
            Assert.That(byAdmin!.Owner, Is.EqualTo(Alice.Id));
            Assert.That(office.TryChange(meeting, Nothing, out _, Bob), Is.EqualTo(Refusal.ConfInsufficientPermissions));
            Assert.That(office.TryChange(meeting with { Invitees = [] }, Nothing, out _, Bob), Is.EqualTo(Refusal.ConfDataNotFound));
            Assert.That(office.TryChange(meeting, Nothing, out _, Stranger), Is.EqualTo(Refusal.ConfDataNotFound));
        }
    }

    [Test]
    public void A_moved_meeting_does_not_stand_in_its_own_way_but_in_anothers()
    {
        var office = new BookingOffice { Room = RoomOf(Alice) };
        var meeting = office.Book(OnRoom(Tomorrow));
        office.RoomUses.AddRange(RoomCalendar.Uses(meeting));
        office.RoomUses.Add(new RoomUse(new("900000009"), meeting.End.AddMinutes(30), meeting.End.AddMinutes(60), IsRunning: false));

        Assert.That(office.TryChange(meeting, Nothing with { Start = meeting.Start.AddMinutes(30) }, out _), Is.EqualTo(Refusal.None));
        Assert.That(office.TryChange(meeting, Nothing with { Start = meeting.Start.AddMinutes(31) }, out _), Is.EqualTo(Refusal.VmrConfConflict));
    }

    [Test]
    public void A_new_guest_password_changes_the_guests_link_alone()
    {
        var office = new BookingOffice();
        var meeting = office.Book(Tomorrow);

        office.TryChange(meeting, Nothing with { GuestPwd = "4321" }, out var changed);

        Assert.That((changed!.Passwords.Guest, changed.Passwords.Chair), Is.EqualTo(("4321", meeting.Passwords.Chair)));
        Assert.That((changed.Tokens.Chair == meeting.Tokens.Chair, changed.Tokens.Guest == meeting.Tokens.Guest), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_guest_password_may_be_neither_the_chairs_nor_the_number()
    {
        var office = new BookingOffice();
        var meeting = office.Book(Tomorrow);

        Assert.That(office.TryChange(meeting, Nothing with { GuestPwd = meeting.Passwords.Chair }, out _), Is.EqualTo(Refusal.GuestPwdConflictWithChairPwd));
        Assert.That(office.TryChange(meeting, Nothing with { GuestPwd = meeting.Id.Value }, out _), Is.EqualTo(Refusal.GuestPwdConflictWithConfId));
    }

    [Test]
    public void Guests_can_be_freed_of_a_password_and_get_one_again()
    {
        var office = new BookingOffice();
        office.TryChange(office.Book(Tomorrow), Nothing with { IsGuestFreePwd = true }, out var free);
        Assert.That(free!.Passwords.GuestsAreFree, Is.True);

        office.TryChange(free, Nothing with { IsGuestFreePwd = false }, out var drawn);
        Assert.That(drawn!.Passwords.Guest, Has.Length.EqualTo(6));

        office.TryChange(free, Nothing with { GuestPwd = "2468" }, out var said);
        Assert.That(said!.Passwords.Guest, Is.EqualTo("2468"));
    }

    [Test]
    public void Who_is_no_longer_invited_is_named()
    {
        var office = new BookingOffice();
        var meeting = office.Book(Tomorrow with { Invitees = [new() { Email = "a@example.com" }, new() { Email = "b@example.com" }] });
        var request = Nothing with { Invitees = [new() { Email = "b@example.com" }, new() { Email = "c@example.com" }] };

        BookingRules.TryChange(meeting, request, office.Context(Alice), office.Identities, Now, out var changed);

        Assert.That(changed!.Uninvited.Select(one => one.Email), Is.EqualTo(new[] { "a@example.com" }));
        Assert.That(changed.Meeting.Invitees.Select(one => one.Email), Is.EqualTo(new[] { "b@example.com", "c@example.com" }));
    }

    [TestCase(BookingPhase.Schedule, CancelMode.RefuseIfHeld, Refusal.None, false)]
    [TestCase(BookingPhase.Schedule, CancelMode.EndIfHeld, Refusal.None, false)]
    [TestCase(BookingPhase.Created, CancelMode.RefuseIfHeld, Refusal.ConfCancelFailAsConfStarted, false)]
    [TestCase(BookingPhase.Created, CancelMode.EndIfHeld, Refusal.None, true)]
    [TestCase(BookingPhase.Destroyed, CancelMode.EndIfHeld, Refusal.ConfDataNotFound, false)]
    public void A_meeting_that_is_held_is_called_off_only_by_ending_it(BookingPhase phase, CancelMode mode, Refusal expected, bool ends)
    {
        var meeting = new BookingOffice().Book(Tomorrow) with { Phase = phase };

        Assert.That(BookingRules.TryCancel(meeting, Alice, mode, Now, out var cancelled), Is.EqualTo(expected));
        Assert.That(cancelled?.EndsRun ?? false, Is.EqualTo(ends));
        Assert.That(cancelled?.Meeting.Phase ?? BookingPhase.Destroyed, Is.EqualTo(BookingPhase.Destroyed));
    }

    [Test]
    public void Its_owner_and_an_admin_call_a_meeting_off_others_do_not()
    {
        var meeting = new BookingOffice().Book(Tomorrow with { Invitees = [new() { UserUuid = "bob" }] });

        Assert.That(BookingRules.TryCancel(meeting, Admin, CancelMode.RefuseIfHeld, Now, out _), Is.EqualTo(Refusal.None));
        Assert.That(BookingRules.TryCancel(meeting, Bob, CancelMode.RefuseIfHeld, Now, out _), Is.EqualTo(Refusal.ConfInsufficientPermissions));
        Assert.That(BookingRules.TryCancel(meeting, Stranger, CancelMode.RefuseIfHeld, Now, out _), Is.EqualTo(Refusal.ConfDataNotFound));
    }
}
