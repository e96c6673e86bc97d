namespace Meetings.Booking;

/// <summary>When a recurring meeting is held, in its own time zone. It has been checked.</summary>
public sealed record RecurrencePattern
{
    public required Cycle Cycle { get; init; }

    public required DateOnly StartDate { get; init; }

    public required DateOnly EndDate { get; init; }

    /// <summary>Every so many days, weeks or months.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>Days of the week (0 is Sunday) or of the month; a day a month has not is its last.</summary>
    public IReadOnlyList<int> Points { get; init; } = [];

    /// <summary>What the clock on the wall shows when it begins, in summer and in winter.</summary>
    public required TimeOnly At { get; init; }

    public required TimeSpan Length { get; init; }

    public int RemindDays { get; init; } = 1;
}

/// <summary>The wire's cycle.</summary>
public enum Cycle
{
    Day,
    Week,
    Month,
}
