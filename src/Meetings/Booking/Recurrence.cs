namespace Meetings.Booking;

/// <summary>
/// When a recurring meeting is held. Always strictly rising, all within the pattern's dates, at most a year and
/// <see cref="BookingLimits.MaxOccurrences"/> of them: what would be more is not booked, as the reference product does it.
/// </summary>
public static class Recurrence
{
    private const int DaysOfWeek = 7;

    private static readonly Dictionary<string, Cycle> Cycles = new(StringComparer.Ordinal)
    {
        ["Day"] = Cycle.Day,
        ["Week"] = Cycle.Week,
        ["Month"] = Cycle.Month,
    };

    /// <summary>Checks what was asked for; an end more than a year off is moved to the year.</summary>
    public static Refusal TryRead(CycleRequest? request, TimeOnly at, TimeSpan length, out RecurrencePattern? pattern)
    {
        pattern = null;
        if (request is null)
            return Refusal.ConfCycleParamsNullException;
        if (request.StartDate is not { } start)
            return Refusal.ConfCycleStartDateNull;
        if (request.EndDate is not { } end)
            return Refusal.ConfCycleEndDateNull;
        if (request.Cycle is null || !Cycles.TryGetValue(request.Cycle, out var cycle))
            return Refusal.ConfCycleTypeIllegal;

        var interval = request.Interval ?? 1;
        if (interval < 1 || interval > LongestInterval(cycle))
            return Refusal.ConfCycleIntervalNotInRange;

        IReadOnlyList<int> points = cycle == Cycle.Day ? [] : [.. (request.Points ?? []).Distinct().Order()];
        if (cycle != Cycle.Day && points.Count == 0)
            return Refusal.ConfCyclePointNull;
        if (points.Any(point => !IsPoint(cycle, point)))
            return Refusal.ConfCyclePointNotInRange;

        if (end < start || start.Year >= DateOnly.MaxValue.Year - 1 || request.RemindDays is < 0 or > 30)
            return Refusal.ParameterVerifiedFail;

        var year = start.AddYears(1);
        pattern = new RecurrencePattern
        {
            Cycle = cycle,
            StartDate = start,
            EndDate = end > year ? year : end,
            Interval = interval,
            Points = points,
            At = at,
            Length = length,
            RemindDays = request.RemindDays ?? 1,
        };
        return Refusal.None;
    }

    /// <summary>The days of the pattern, in order.</summary>
    public static IEnumerable<DateOnly> Days(RecurrencePattern pattern) => pattern.Cycle switch
    {
        Cycle.Day => EveryDays(pattern),
        Cycle.Week => EveryWeeks(pattern),
        _ => EveryMonths(pattern),
    };

    /// <summary>The moments of the pattern that are not before <paramref name="earliest"/>.</summary>
    public static IEnumerable<(DateOnly Day, DateTimeOffset Start)> Moments(
        RecurrencePattern pattern, MeetingTimeZone zone, int most, DateTimeOffset earliest) =>
        Days(pattern)
            .Select(day => (day, zone.At(day, pattern.At)))
            .Where(moment => moment.Item2 >= earliest)
            .Take(most);

    private static int LongestInterval(Cycle cycle) => cycle switch { Cycle.Day => 15, Cycle.Week => 5, _ => 3 };

    private static bool IsPoint(Cycle cycle, int point) => cycle == Cycle.Week ? point is >= 0 and <= 6 : point is >= 1 and <= 31;

    private static IEnumerable<DateOnly> EveryDays(RecurrencePattern pattern)
    {
        for (var day = pattern.StartDate; day <= pattern.EndDate; day = day.AddDays(pattern.Interval))
            yield return day;
    }

    /// <summary>Weeks are counted from the one that holds the first day, and begin on Sunday, as the points do.</summary>
    private static IEnumerable<DateOnly> EveryWeeks(RecurrencePattern pattern)
    {
        // Day numbers instead of dates: the Sunday before the first day of the calendar is none.
        var sunday = pattern.StartDate.DayNumber - (int)pattern.StartDate.DayOfWeek;
        for (; sunday <= pattern.EndDate.DayNumber; sunday += pattern.Interval * DaysOfWeek)
        {
            foreach (var point in pattern.Points)
            {
                var day = sunday + point;
                if (day >= pattern.StartDate.DayNumber && day <= pattern.EndDate.DayNumber)
                    yield return DateOnly.FromDayNumber(day);
            }
        }
    }

    private static IEnumerable<DateOnly> EveryMonths(RecurrencePattern pattern)
    {
        var month = new DateOnly(pattern.StartDate.Year, pattern.StartDate.Month, 1);
        for (; month <= pattern.EndDate; month = month.AddMonths(pattern.Interval))
        {
            var last = DateTime.DaysInMonth(month.Year, month.Month);
            foreach (var point in pattern.Points.Select(point => Math.Min(point, last)).Distinct())
            {
                var day = new DateOnly(month.Year, month.Month, point);
                if (day >= pattern.StartDate && day <= pattern.EndDate)
                    yield return day;
            }
        }
    }
}
