namespace Meetings.Booking;

/// <summary>A time in which a room is taken by a meeting that is booked or running.</summary>
public readonly record struct RoomUse(ConferenceId Meeting, DateTimeOffset Start, DateTimeOffset End, bool IsRunning)
{
    public bool Overlaps(DateTimeOffset start, DateTimeOffset end) => Start < end && start < End;
}
