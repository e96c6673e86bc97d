namespace Meetings.Booking;

/// <summary>Who may watch a recording; the numbers are the wire's recordAuthType.</summary>
public enum RecordAudience
{
    AnyoneWithLink = 0,
    Corporation = 1,
    Participants = 2,
}
