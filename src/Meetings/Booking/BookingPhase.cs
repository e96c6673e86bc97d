namespace Meetings.Booking;

/// <summary>Where a meeting is in its life; the names are the wire's conferenceState.</summary>
public enum BookingPhase
{
    Schedule,
    Creating,
    Created,
    Destroyed,
}
