namespace Meetings.Booking;

/// <summary>Who may join; the numbers are the wire's callInRestriction, which has no 1: that one is ours.</summary>
public enum JoinRestriction
{
    Everyone = 0,
    CorporationOrInvited = 1,
    Corporation = 2,
    Invited = 3,
}
