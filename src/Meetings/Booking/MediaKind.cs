namespace Meetings.Booking;

/// <summary>A voice meeting shares and records sound only.</summary>
public enum MediaKind
{
    Voice,
    Video,
}
