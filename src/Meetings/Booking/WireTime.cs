using System.Globalization;

namespace Meetings.Booking;

/// <summary>The two ways the wire writes time in bodies: a moment in UTC without seconds, and a day in the booking's own zone.</summary>
public static class WireTime
{
    private const string Minutes = "yyyy-MM-dd HH:mm";
    private const string Days = "yyyy-MM-dd";

    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString(Minutes, CultureInfo.InvariantCulture);

    public static string Format(DateOnly day) => day.ToString(Days, CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, Minutes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);

    public static bool TryParse(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
