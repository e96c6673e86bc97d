using Meetings.Booking;

namespace SignalingHost.Rest.Management;

/// <summary>The wire's cycleParams. Days are in the booking's own zone.</summary>
internal sealed record CycleParams
{
    public string? StartDate { get; init; }

    public string? EndDate { get; init; }

    public string? Cycle { get; init; }

    public int? Interval { get; init; }

    public IReadOnlyList<int>? Point { get; init; }

    public int? PreRemindDays { get; init; }

    public bool TryRead(out CycleRequest? request)
    {
        request = null;
        if (!TryRead(StartDate, out var start) || !TryRead(EndDate, out var end))
            return false;

        request = new CycleRequest { StartDate = start, EndDate = end, Cycle = Cycle, Interval = Interval, Points = Point, RemindDays = PreRemindDays };
        return true;
    }

    public static CycleParams Of(RecurrencePattern pattern) => new()
    {
        StartDate = WireTime.Format(pattern.StartDate),
        EndDate = WireTime.Format(pattern.EndDate),
        Cycle = pattern.Cycle.ToString(),
        Interval = pattern.Interval,
        Point = pattern.Points.Count > 0 ? pattern.Points : null,
        PreRemindDays = pattern.RemindDays,
    };

    private static bool TryRead(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!WireTime.TryParse(text, out DateOnly read))
            return false;

        day = read;
        return true;
    }
}
