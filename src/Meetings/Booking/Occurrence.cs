namespace Meetings.Booking;

/// <summary>One of a recurring meeting's times. All share the meeting's number; each may have been changed by itself.</summary>
public sealed record Occurrence
{
    /// <summary>The wire's cycleSubConfID.</summary>
    public required string Id { get; init; }

    /// <summary>The day of the pattern it belongs to, wherever it was moved.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required TimeSpan Length { get; init; }

    public MediaKind Media { get; init; } = MediaKind.Video;

    public bool RecordsAutomatically { get; init; }

    public RecordAudience RecordAudience { get; init; }

    public EntryRules Entry { get; init; } = new();

    public string Description { get; init; } = "";

    /// <summary>Schedule, or Created while this one is held; those that are over are history and no longer here.</summary>
    public BookingPhase Phase { get; init; }
}
