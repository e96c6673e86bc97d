namespace Meetings.Booking;

/// <summary>One time of a recurring meeting as it is wanted otherwise; null leaves a thing as it is.</summary>
public sealed record OccurrenceChange
{
    public required string OccurrenceId { get; init; }

    public DateTimeOffset? Start { get; init; }

    /// <summary>In minutes.</summary>
    public int? Length { get; init; }

    public string? MediaTypes { get; init; }

    public int? IsAutoRecord { get; init; }

    public int? RecordAuthType { get; init; }

    public string? Description { get; init; }

    public int? CallInRestriction { get; init; }

    public bool? AllowGuestStartConf { get; init; }

    public bool? EnableWaitingRoom { get; init; }
}
