using Meetings.Booking;

namespace SignalingHost.Conferences;

/// <summary>The moments at which a booking asks for something by itself: it starts to call people, a reminder is due, nobody came and it is over.</summary>
internal static class BookingMoments
{
    // Later than any booking and small enough for every database and calendar.
    private static readonly DateTimeOffset Never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first one after a moment up to which all have been seen to.</summary>
    public static DateTimeOffset Next(BookedMeeting meeting, DateTimeOffset after)
    {
        var next = Earlier(Never, Meetings.Booking.Notices.NextReminder(meeting, after));
        if (StartsByItself(meeting) && meeting.Start > after)
            next = Earlier(next, meeting.Start);
        return Earlier(next, BookingLife.Deadline(meeting));
    }

    /// <summary>Whether somebody is to be called when its time has come.</summary>
    public static bool StartsByItself(BookedMeeting meeting) =>
        meeting.Phase == BookingPhase.Schedule && meeting.Invitees.Any(one => one.IsCalledAtStart && one.Number.Length > 0);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
