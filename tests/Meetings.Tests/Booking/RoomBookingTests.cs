using Meetings.Booking;
using Meetings.Corporations;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class RoomBookingTests
{
    [Test]
    public void A_meeting_under_a_rooms_number_has_the_rooms_passwords_and_a_number_of_its_own_beside()
    {
        var meeting = new BookingOffice { Room = RoomOf(Alice) }.Book(OnRoom(Tomorrow) with { AllowGuestStartConf = true, GuestPwd = "9999" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((meeting.Dialled.Value, meeting.Passwords), Is.EqualTo(("970000001", new MeetingPasswords("111111", "222222"))));
            Assert.That(meeting.Id, Is.Not.EqualTo(meeting.Dialled));
            Assert.That((meeting.ResourceType, meeting.HasRoomSeats, meeting.RoomIdKind), Is.EqualTo((1, true, RoomIdKind.Fixed)));
            Assert.That(meeting.Entry.GuestsFirst, Is.False, "that is set at the room");
        }
    }

    [Test]
    public void A_meeting_on_a_room_under_a_random_number_has_its_own_passwords_and_the_rooms_seats()
    {
        var meeting = new BookingOffice { Room = RoomOf(Alice) }.Book(OnRoom(Tomorrow, RoomIdKind.Random) with { GuestPwd = "9999", AllowGuestStartConf = true });

        Assert.That((meeting.Dialled, meeting.Passwords.Guest, meeting.HasRoomSeats, meeting.Entry.GuestsFirst), Is.EqualTo((meeting.Id, "9999", true, true)));
    }

    [Test]
    public void A_personal_id_is_a_fixed_number_on_concurrent_seats()
    {
        var meeting = new BookingOffice { Room = RoomOf(Alice, RoomMode.Personal) }.Book(OnRoom(Tomorrow));

        Assert.That((meeting.Dialled.Value, meeting.HasRoomSeats, meeting.ResourceType), Is.EqualTo(("970000001", false, 0)));
    }

    [Test]
    public void A_room_may_only_be_booked_by_its_holder()
    {
        var office = new BookingOffice { Room = RoomOf(Alice) };

        Assert.That(office.Refuse(OnRoom(Plain), Bob), Is.EqualTo(Refusal.ConfUserNotVmrOwner));
        Assert.That(office.Refuse(OnRoom(Plain), Admin), Is.EqualTo(Refusal.ConfUserNotVmrOwner));
        Assert.That(new BookingOffice().Refuse(OnRoom(Plain)), Is.EqualTo(Refusal.VmrDataNotFound));
        Assert.That(office.Refuse(OnRoom(Plain) with { VmrId = "other" }), Is.EqualTo(Refusal.VmrDataNotFound));
    }

    [TestCase(50, Refusal.None)]
    [TestCase(51, Refusal.ConfSizeOverRange)]
    public void A_cap_is_no_larger_than_the_room(int cap, Refusal expected) =>
        Assert.That(new BookingOffice { Room = RoomOf(Alice) }.Refuse(OnRoom(Plain) with { ConcurrentParticipants = cap }), Is.EqualTo(expected));

    [Test]
    public void Guests_cannot_be_freed_of_a_rooms_password_by_a_booking()
    {
        var office = new BookingOffice { Room = RoomOf(Alice) };

        Assert.That(office.Refuse(OnRoom(Plain) with { IsGuestFreePwd = true }), Is.EqualTo(Refusal.GuestPwdIllegal));
        Assert.That(office.Refuse(OnRoom(Plain, RoomIdKind.Random) with { IsGuestFreePwd = true }), Is.EqualTo(Refusal.None));
    }

    // Tomorrow's meeting is from 60 to 120 minutes in this table.
    [TestCase(0, 60, false, Refusal.None)]
    [TestCase(120, 180, false, Refusal.None)]
    [TestCase(0, 61, false, Refusal.VmrConfConflict)]
    [TestCase(119, 180, false, Refusal.VmrConfConflict)]
    [TestCase(70, 80, false, Refusal.VmrConfConflict)]
    [TestCase(0, 500, false, Refusal.VmrConfConflict)]
    [TestCase(0, 61, true, Refusal.VmrConfConflictAsVmrAlreadyStarted)]
    [TestCase(0, 60, true, Refusal.None)]
    public void A_room_holds_one_meeting_at_a_time(int from, int to, bool isRunning, Refusal expected)
    {
        var office = new BookingOffice { Room = RoomOf(Alice) };
        var hour = Tomorrow.Start!.Value.AddMinutes(-60);
        office.RoomUses.Add(new RoomUse(new("900000009"), hour.AddMinutes(from), hour.AddMinutes(to), isRunning));

        Assert.That(office.Refuse(OnRoom(Tomorrow)), Is.EqualTo(expected));
        Assert.That(office.Refuse(OnRoom(Tomorrow, RoomIdKind.Random)), Is.EqualTo(expected), "the seats are the same");
        Assert.That(office.Refuse(Tomorrow), Is.EqualTo(Refusal.None));
    }

    [Test]
    public void A_random_number_beside_a_personal_id_stands_in_nobodys_way()
    {
        var office = new BookingOffice { Room = RoomOf(Alice, RoomMode.Personal) };
        office.RoomUses.AddRange(RoomCalendar.Uses(office.Book(OnRoom(Tomorrow))));

        Assert.That(office.Refuse(OnRoom(Tomorrow)), Is.EqualTo(Refusal.VmrConfConflict));
        Assert.That(office.Refuse(OnRoom(Tomorrow, RoomIdKind.Random)), Is.EqualTo(Refusal.None));
    }

    [Test]
    public void Every_time_of_a_recurring_meeting_must_find_the_room_free()
    {
        var office = new BookingOffice { Room = RoomOf(Alice) };
        office.RoomUses.Add(new RoomUse(new("900000009"), Tomorrow.Start!.Value.AddDays(6), Tomorrow.Start!.Value.AddDays(6).AddMinutes(30), IsRunning: false));
        var weekly = Tomorrow with { Cycle = new() { StartDate = new(2026, 11, 22), EndDate = new(2026, 11, 27), Cycle = "Day" } };

        Assert.That(office.Refuse(OnRoom(weekly)), Is.EqualTo(Refusal.None));
        Assert.That(office.Refuse(OnRoom(weekly with { Cycle = weekly.Cycle with { EndDate = new(2026, 11, 28) } })), Is.EqualTo(Refusal.VmrConfConflict));
    }

    [Test]
    public void Bookings_have_the_passwords_and_links_of_their_room_and_follow_them()
    {
        var room = RoomOf(Alice);
        var office = new BookingOffice { Room = room };
        var meeting = office.Book(OnRoom(Tomorrow));
        var other = office.Book(OnRoom(Tomorrow, RoomIdKind.Random));
        Assert.That((meeting.Passwords, meeting.Tokens), Is.EqualTo((room.Passwords, room.Tokens)));
        Assert.That(other.Tokens, Is.Not.EqualTo(room.Tokens));

        var changed = room with { Passwords = new("111111", "7777"), Tokens = room.Tokens with { Guest = "another" }, GuestsFirst = true };
        var followed = BookingRules.Follow(meeting, changed);

        Assert.That((followed.Passwords.Guest, followed.Entry.GuestsFirst), Is.EqualTo(("7777", true)));
        Assert.That(followed.Tokens, Is.EqualTo(changed.Tokens));
        Assert.That(BookingRules.Follow(other, changed), Is.SameAs(other));
    }
}
