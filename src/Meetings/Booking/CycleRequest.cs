namespace Meetings.Booking;

/// <summary>The wire's cycleParams, as asked for.</summary>
public sealed record CycleRequest
{
    /// <summary>In the booking's time zone, as is <see cref="EndDate"/>.</summary>
    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    /// <summary>Day, Week or Month.</summary>
    public string? Cycle { get; init; }

    public int? Interval { get; init; }

    public IReadOnlyList<int>? Points { get; init; }

    public int? RemindDays { get; init; }
}
