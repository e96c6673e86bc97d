namespace Meetings.Booking;

/// <summary>By which ways people are told of a booking, its change and its end.</summary>
public sealed record NoticeWishes
{
    public bool ByMail { get; init; }

    public bool BySms { get; init; }

    /// <summary>A mail with a calendar entry.</summary>
    public bool ByCalendar { get; init; }
}
