using System.Globalization;

namespace Meetings.Booking;

/// <summary>A time zone of the wire: what the clock on the wall shows there, summer time included.</summary>
public sealed class MeetingTimeZone
{
    public const int First = 1;
    public const int Last = 74;

    private static readonly MeetingTimeZone?[] Known = new MeetingTimeZone?[Last + 1];

    private readonly TimeZoneEntry _entry;
    private readonly TimeZoneInfo _rules;

    private MeetingTimeZone(TimeZoneEntry entry)
    {
        _entry = entry;
        _rules = TimeZoneInfo.TryFindSystemTimeZoneById(entry.Region, out var rules)
            ? rules
            : TimeZoneInfo.CreateCustomTimeZone(entry.Region, TimeSpan.FromMinutes(entry.Offset), displayName: null, standardDisplayName: null);
    }

    public int Id => _entry.Id;

    /// <summary>The IANA name.</summary>
    public string Region => _entry.Region;

    public static bool IsKnown(int id) => id is >= First and <= Last;

    /// <summary>Reading the rules of a region takes a while, so each is read once; two threads that read at once read the same.</summary>
    public static MeetingTimeZone Of(int id) => Known[id] ??= new(TimeZoneList.Entries[id - 1]);

    public static bool TryParse(string? wire, out int id) =>
        int.TryParse(wire, NumberStyles.None, CultureInfo.InvariantCulture, out id) && IsKnown(id);

    /// <summary>(GMT+08:00) Beijing, Chongqing, Hong Kong, Urumqi</summary>
    public string Name(MeetingLanguage language) =>
        $"({OffsetText}) {(language == MeetingLanguage.English ? _entry.English : _entry.Chinese)}";

    /// <summary>
    /// The moment at which the clock there shows this. A time that summer skips is taken an hour later; of one that comes twice, the first.
    /// </summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        var offset = _rules.IsAmbiguousTime(local) ? _rules.GetAmbiguousTimeOffsets(local).Max() : _rules.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>What the clock there shows.</summary>
    public DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _rules).DateTime;

    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment));

    private string OffsetText => _entry.Offset == 0
        ? "GMT"
        : string.Create(CultureInfo.InvariantCulture, $"GMT{(_entry.Offset < 0 ? '-' : '+')}{Math.Abs(_entry.Offset) / 60:00}:{Math.Abs(_entry.Offset) % 60:00}");
}
