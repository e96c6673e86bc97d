namespace Meetings.Booking;

/// <summary>A room holds one meeting at a time.</summary>
public static class RoomCalendar
{
    /// <summary>Whether the room is free at that time for the meeting with that number, which does not stand in its own way.</summary>
    public static Refusal Check(IReadOnlyList<RoomUse> uses, ConferenceId meeting, DateTimeOffset start, DateTimeOffset end)
    {
        var refusal = Refusal.None;
        foreach (var use in uses)
        {
            if (use.Meeting == meeting || !use.Overlaps(start, end))
                continue;
            if (use.IsRunning)
                return Refusal.VmrConfConflictAsVmrAlreadyStarted;

            refusal = Refusal.VmrConfConflict;
        }

        return refusal;
    }

    /// <summary>When a meeting takes its room; nothing where it takes none, or is over.</summary>
    public static IEnumerable<RoomUse> Uses(BookedMeeting meeting)
    {
        if (!TakesRoom(meeting) || meeting.Phase == BookingPhase.Destroyed)
            return [];

        return meeting.Kind == BookingKind.Recurring
            ? meeting.Occurrences.Select(one => new RoomUse(meeting.Id, one.Start, one.Start + one.Length, one.Phase == BookingPhase.Created))
            : [new RoomUse(meeting.Id, meeting.Start, meeting.End, meeting.Phase is BookingPhase.Created or BookingPhase.Creating)];
    }

    /// <summary>
    /// A meeting under the room's own number takes it, and so does one on a cloud room's seats under another number. One that a personal id
    /// was named for but that has a number of its own takes nothing.
    /// </summary>
    public static bool TakesRoom(BookedMeeting meeting) =>
        meeting.Room is not null && (meeting.RoomNumber is not null || meeting.HasRoomSeats);
}
