using FsCheck;
using FsCheck.Fluent;
using Meetings.Booking;

namespace Meetings.Tests.Booking;

public sealed class RecurrenceTests
{
    private static readonly CycleRequest Daily = new() { StartDate = new(2026, 12, 1), EndDate = new(2026, 12, 31), Cycle = "Day" };
    private static readonly CycleRequest Weekly = Daily with { Cycle = "Week", Points = [1] };
    private static readonly CycleRequest Monthly = Daily with { Cycle = "Month", Points = [1] };

    private static IEnumerable<TestCaseData<CycleRequest?>> Cases()
    {
        yield return Case("nothing", null, Refusal.ConfCycleParamsNullException);
        yield return Case("no start", Daily with { StartDate = null }, Refusal.ConfCycleStartDateNull);
        yield return Case("no end", Daily with { EndDate = null }, Refusal.ConfCycleEndDateNull);
        yield return Case("no cycle", Daily with { Cycle = null }, Refusal.ConfCycleTypeIllegal);
        yield return Case("cycle Year", Daily with { Cycle = "Year" }, Refusal.ConfCycleTypeIllegal);
        yield return Case("day interval 0", Daily with { Interval = 0 }, Refusal.ConfCycleIntervalNotInRange);
        yield return Case("day interval 15", Daily with { Interval = 15 }, Refusal.None);
        yield return Case("day interval 16", Daily with { Interval = 16 }, Refusal.ConfCycleIntervalNotInRange);
        yield return Case("week interval 5", Weekly with { Interval = 5 }, Refusal.None);
        yield return Case("week interval 6", Weekly with { Interval = 6 }, Refusal.ConfCycleIntervalNotInRange);
        yield return Case("month interval 3", Monthly with { Interval = 3 }, Refusal.None);
        yield return Case("month interval 4", Monthly with { Interval = 4 }, Refusal.ConfCycleIntervalNotInRange);
        yield return Case("week without points", Weekly with { Points = null }, Refusal.ConfCyclePointNull);
        yield return Case("month with no points", Monthly with { Points = [] }, Refusal.ConfCyclePointNull);
        yield return Case("week point 7", Weekly with { Points = [0, 7] }, Refusal.ConfCyclePointNotInRange);
        yield return Case("week point -1", Weekly with { Points = [-1] }, Refusal.ConfCyclePointNotInRange);
        yield return Case("month point 0", Monthly with { Points = [0] }, Refusal.ConfCyclePointNotInRange);
        yield return Case("month point 31", Monthly with { Points = [31] }, Refusal.None);
        yield return Case("month point 32", Monthly with { Points = [32] }, Refusal.ConfCyclePointNotInRange);
        yield return Case("end before start", Daily with { EndDate = new(2026, 11, 30) }, Refusal.ParameterVerifiedFail);
        yield return Case("remind 30 days", Daily with { RemindDays = 30 }, Refusal.None);
        yield return Case("remind 31 days", Daily with { RemindDays = 31 }, Refusal.ParameterVerifiedFail);
        yield return Case("end of the calendar", Daily with { StartDate = DateOnly.MaxValue, EndDate = DateOnly.MaxValue }, Refusal.ParameterVerifiedFail);

        static TestCaseData<CycleRequest?> Case(string name, CycleRequest? request, Refusal refusal) =>
            new(request) { ExpectedResult = refusal, TestName = $"Cycle: {name}" };
    }

    [TestCaseSource(nameof(Cases))]
    public Refusal Each_field_of_a_cycle_has_its_own_code(CycleRequest? request) =>
        Recurrence.TryRead(request, new TimeOnly(10, 0), TimeSpan.FromHours(1), out _);

    [Test]
    public void Every_third_day() =>
        Assert.That(Days(Daily with { Interval = 3, EndDate = new(2026, 12, 10) }), Is.EqualTo(new[] { "12-01", "12-04", "12-07", "12-10" }));

    // The first of December 2026 is a Tuesday; its week began on Sunday, the 29th of November.
    [Test]
    public void Every_second_week_on_Sunday_and_Wednesday() =>
        Assert.That(Days(Weekly with { Interval = 2, Points = [3, 0, 3] }), Is.EqualTo(new[] { "12-02", "12-13", "12-16", "12-27", "12-30" }));

    [Test]
    public void A_day_that_a_month_has_not_is_its_last()
    {
        var year = Monthly with { StartDate = new(2027, 1, 1), EndDate = new(2027, 6, 30), Points = [31] };

        Assert.That(Days(year), Is.EqualTo(new[] { "01-31", "02-28", "03-31", "04-30", "05-31", "06-30" }));
    }

    [Test]
    public void Days_that_fall_on_the_same_last_day_are_one_meeting()
    {
        var leap = Monthly with { StartDate = new(2028, 2, 1), EndDate = new(2028, 3, 31), Points = [29, 30, 31] };

        Assert.That(Days(leap), Is.EqualTo(new[] { "02-29", "03-29", "03-30", "03-31" }));
    }

    [Test]
    public void Every_third_month_from_the_middle_of_one()
    {
        var quarterly = Monthly with { StartDate = new(2026, 11, 20), EndDate = new(2027, 8, 31), Interval = 3, Points = [5, 25] };

        Assert.That(Days(quarterly), Is.EqualTo(new[] { "11-25", "02-05", "02-25", "05-05", "05-25", "08-05", "08-25" }));
    }

    [Test]
    public void An_end_more_than_a_year_away_is_moved_to_the_year()
    {
        Recurrence.TryRead(Daily with { EndDate = new(2030, 1, 1) }, new TimeOnly(10, 0), TimeSpan.FromHours(1), out var pattern);

        Assert.That(pattern!.EndDate, Is.EqualTo(new DateOnly(2027, 12, 1)));
    }

    [Test]
    public void Whatever_is_asked_for_is_within_the_dates_rises_strictly_and_is_never_more_than_documented() =>
        Properties.Hold(Requests, request =>
        {
            Assert.That(Recurrence.TryRead(request, new TimeOnly(10, 0), TimeSpan.FromHours(1), out var pattern), Is.EqualTo(Refusal.None));
            var days = Recurrence.Days(pattern!).ToArray();
            var moments = Recurrence.Moments(pattern!, MeetingTimeZone.Of(13), most: 50, earliest: default).ToArray();

            Assert.That(days, Is.Ordered.And.Unique);
            Assert.That(days, Is.All.InRange(request.StartDate!.Value, request.EndDate!.Value));
            Assert.That(days, Is.All.LessThanOrEqualTo(request.StartDate!.Value.AddYears(1)));
            Assert.That(moments, Has.Length.EqualTo(Math.Min(50, days.Length)));
            Assert.That(moments.Select(moment => moment.Start), Is.Ordered.And.Unique);
            Assert.That(days, Is.All.Matches<DateOnly>(day => IsPoint(request, day)));
            AssertSteps(request, days);
        });

    [Test]
    public void The_clock_on_the_wall_shows_the_same_in_summer_and_winter() =>
        Properties.Hold(
            from request in Requests
            from zone in Gen.Choose(MeetingTimeZone.First, MeetingTimeZone.Last)
            from minute in Gen.Choose(0, 24 * 60 - 1)
            select (request, zone, minute),
            drawn =>
            {
                var at = TimeOnly.MinValue.AddMinutes(drawn.minute);
                Recurrence.TryRead(drawn.request, at, TimeSpan.FromHours(1), out var pattern);
                var zone = MeetingTimeZone.Of(drawn.zone);
                foreach (var (day, start) in Recurrence.Moments(pattern!, zone, most: 50, earliest: default))
                {
                    var shown = zone.Local(start);
                    var skipped = shown - day.ToDateTime(at);

                    // The hour that summer skips is the one time no clock shows; the meeting is then as much later as was skipped.
                    Assert.That(skipped == TimeSpan.Zero || (skipped > TimeSpan.Zero && skipped <= TimeSpan.FromHours(1) && IsSkipped(zone, start)), Is.True);
                }
            });

    private static bool IsSkipped(MeetingTimeZone zone, DateTimeOffset start) =>
        zone.Local(start.AddHours(1)) - zone.Local(start.AddHours(-2)) > TimeSpan.FromHours(3);

    private static Gen<CycleRequest> Requests =>
        from cycle in Gen.Elements("Day", "Week", "Month")
        from offset in Gen.Choose(0, 800)
        from length in Gen.Choose(0, 500)
        from interval in Gen.Choose(1, cycle switch { "Day" => 15, "Week" => 5, _ => 3 })
        from points in Gen.NonEmptyListOf(cycle == "Week" ? Gen.Choose(0, 6) : Gen.Choose(1, 31))
        let start = new DateOnly(2026, 1, 1).AddDays(offset)
        select new CycleRequest { StartDate = start, EndDate = start.AddDays(length), Cycle = cycle, Interval = interval, Points = points };

    private static bool IsPoint(CycleRequest request, DateOnly day) => request.Cycle switch
    {
        "Week" => request.Points!.Contains((int)day.DayOfWeek),
        "Month" => request.Points!.Any(point => day.Day == Math.Min(point, DateTime.DaysInMonth(day.Year, day.Month))),
        _ => true,
    };

    private static void AssertSteps(CycleRequest request, DateOnly[] days)
    {
        var first = request.StartDate!.Value;
        var steps = days.Select(day => request.Cycle switch
        {
            "Day" => day.DayNumber - first.DayNumber,
            "Week" => (day.DayNumber - (int)day.DayOfWeek - first.DayNumber + (int)first.DayOfWeek) / 7,
            _ => (day.Year - first.Year) * 12 + day.Month - first.Month,
        });
        Assert.That(steps.Select(step => step % request.Interval!.Value), Is.All.Zero);
    }

    private static string[] Days(CycleRequest request)
    {
        Assert.That(Recurrence.TryRead(request, new TimeOnly(10, 0), TimeSpan.FromHours(1), out var pattern), Is.EqualTo(Refusal.None));
        return [.. Recurrence.Days(pattern!).Select(day => day.ToString("MM-dd"))];
    }
}
