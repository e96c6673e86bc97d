using Meetings.Booking;
using Meetings.Corporations;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class BookingAccessTests
{
    private static IEnumerable<TestCaseData<InviteeRequest?, Account>> Views()
    {
        yield return new(null, Alice) { ExpectedResult = (true, true, InviteeRole.Host) };
        yield return new(null, Bob) { ExpectedResult = (false, false, InviteeRole.Participant) };
        yield return new(null, Admin) { ExpectedResult = (true, false, InviteeRole.Host) };
        yield return new(new InviteeRequest { UserUuid = "bob" }, Bob) { ExpectedResult = (true, true, InviteeRole.Participant) };
        yield return new(new InviteeRequest { UserUuid = "bob", Role = 1 }, Bob) { ExpectedResult = (true, true, InviteeRole.Host) };
        yield return new(new InviteeRequest { AccountId = "bob" }, Bob) { ExpectedResult = (true, true, InviteeRole.Participant) };
        yield return new(new InviteeRequest { AccountId = "b-77", AppId = "app" }, Bob with { ThirdAccount = "b-77" }) { ExpectedResult = (true, true, InviteeRole.Participant) };
        yield return new(new InviteeRequest { AccountId = "bob", AppId = "app" }, Bob) { ExpectedResult = (false, false, InviteeRole.Participant) };
        yield return new(new InviteeRequest { Phone = Bob.Number }, Bob) { ExpectedResult = (true, true, InviteeRole.Participant) };
        yield return new(new InviteeRequest { UserUuid = "carol", Phone = Bob.Number }, Bob) { ExpectedResult = (false, false, InviteeRole.Participant) };
        yield return new(new InviteeRequest { UserUuid = "admin", Role = 1 }, Stranger) { ExpectedResult = (false, false, InviteeRole.Participant) };
    }

    [TestCaseSource(nameof(Views))]
    public (bool Sees, bool Own, InviteeRole Role) A_booking_is_seen_by_its_owner_those_invited_and_admins(InviteeRequest? invited, Account by)
    {
        var meeting = new BookingOffice().Book(Tomorrow with { Invitees = invited is null ? null : [invited] });

        return (BookingAccess.MaySee(meeting, by), BookingAccess.IsOwn(meeting, by), BookingAccess.RoleOf(meeting, by));
    }
}
