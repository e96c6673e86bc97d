namespace Meetings.Booking;

/// <summary>Who may join; the numbers are the wire's callInRestriction, where 1 is unused.</summary>
public enum JoinRestriction
{
    Everyone = 0,
    Corporation = 2,
    Invited = 3,
}
