namespace Meetings.Booking;

/// <summary>By what someone invited comes in; the wire's type in lower case.</summary>
public enum InviteeKind
{
    Normal,
    Terminal,
    Outside,
    Mobile,
    IdeaHub,
    Board,
    HwVision,
    CustomNumber,
}
