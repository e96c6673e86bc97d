namespace Meetings.Booking;

/// <summary>A meeting kept to be booked again and again. The reference product's API has none; this is ours.</summary>
public sealed record MeetingTemplate
{
    /// <summary>32 hex digits.</summary>
    public required string Id { get; init; }

    public required CorporationId Corporation { get; init; }

    public required AccountId Owner { get; init; }

    public required string Name { get; init; }

    /// <summary>What is booked; without a start, which is said when booking.</summary>
    public required BookingRequest Content { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}
