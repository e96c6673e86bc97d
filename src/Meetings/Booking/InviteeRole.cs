namespace Meetings.Booking;

/// <summary>The wire's role of someone invited.</summary>
public enum InviteeRole
{
    Participant = 0,
    Host = 1,
}
