using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>Who sees a booking and who may change it. Across two corporations nothing is seen, not even that it is there.</summary>
public static class BookingAccess
{
    /// <summary>Whoever booked it, an admin of the corporation, or an invited account.</summary>
    public static bool MaySee(BookedMeeting meeting, Account by) =>
        meeting.Corporation == by.Corporation && (meeting.Owner == by.Id || by.IsAdmin || InvitationOf(meeting, by) is not null);

    /// <summary>Whether it is in the caller's own list, whatever he may see as an admin.</summary>
    public static bool IsOwn(BookedMeeting meeting, Account by) =>
        meeting.Corporation == by.Corporation && (meeting.Owner == by.Id || InvitationOf(meeting, by) is not null);

    /// <summary>Whoever booked it, or an admin: an invited one learns that he may not, a stranger only that there is none.</summary>
    public static Refusal MayChange(BookedMeeting meeting, Account by)
    {
        if (!MaySee(meeting, by))
            return Refusal.ConfDataNotFound;

        return meeting.Owner == by.Id || by.IsAdmin ? Refusal.None : Refusal.ConfInsufficientPermissions;
    }

    /// <summary>As what a caller sees it: hosts see the chair's password and link, others only the guests'.</summary>
    public static InviteeRole RoleOf(BookedMeeting meeting, Account by)
    {
        if (meeting.Corporation != by.Corporation)
            return InviteeRole.Participant;

        return meeting.Owner == by.Id || by.IsAdmin ? InviteeRole.Host : InvitationOf(meeting, by)?.Role ?? InviteeRole.Participant;
    }

    /// <summary>The invitation of an account, by its id, its number, or a name it logs in with.</summary>
    public static Invitee? InvitationOf(BookedMeeting meeting, Account by)
    {
        foreach (var one in meeting.Invitees)
        {
            if (one.Account is { } account ? account == by.Id : IsNamed(one, by))
                return one;
        }

        return null;
    }

    private static bool IsNamed(Invitee one, Account by) =>
        one.Login.Length > 0
            ? one.Login == (one.AppId.Length > 0 ? by.ThirdAccount : by.Login)
            : one.Number.Length > 0 && one.Number == by.Number;
}
