namespace Meetings.Booking;

/// <summary>How a meeting came to be.</summary>
public enum BookingKind
{
    Instant,
    Booked,
    Recurring,
}
