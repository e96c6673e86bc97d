using System.Globalization;
using Meetings.Booking;

namespace Meetings.History;

/// <summary>The attendance of a run as a file for a spreadsheet: one line for each stay, times as the clock in the meeting's zone showed.</summary>
public static class AttendanceExport
{
    private static readonly string[] English =
        ["Name", "Account", "Number", "Device", "Department", "Role", "Media", "Joined", "Left", "Minutes"];

    private static readonly string[] Chinese =
        ["姓名", "帐号", "号码", "设备", "部门", "角色", "媒体", "入会时间", "离会时间", "时长（分钟）"];

    /// <summary>Whoever is still in has been so until <paramref name="now"/>, and no time of leaving.</summary>
    public static byte[] Write(RunRecord run, IEnumerable<AttendanceEntry> entries, DateTimeOffset now)
    {
        var isEnglish = run.Meeting.Language == MeetingLanguage.English;
        var zone = MeetingTimeZone.Of(run.Meeting.TimeZoneId);
        var csv = new CsvWriter();
        csv.Row(isEnglish ? English : Chinese);
        foreach (var entry in entries.OrderBy(entry => entry.Joined))
        {
            csv.Row(
                entry.DisplayName,
                entry.Login,
                entry.CallNumber,
                entry.DeviceType,
                entry.DepartmentName,
                Role(entry.IsHost, isEnglish),
                entry.MediaType,
                Moment(zone, entry.Joined),
                entry.Left is { } left ? Moment(zone, left) : "",
                Minutes((entry.Left ?? run.End ?? now) - entry.Joined));
        }

        return csv.ToBytes();
    }

    private static string Role(bool isHost, bool isEnglish) => (isHost, isEnglish) switch
    {
        (true, true) => "Host",
        (false, true) => "Participant",
        (true, false) => "主持人",
        _ => "与会者",
    };

    private static string Moment(MeetingTimeZone zone, DateTimeOffset moment) =>
        zone.Local(moment).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Begun minutes count; a clock that was set back leaves none rather than less than none.</summary>
    private static string Minutes(TimeSpan stay) =>
        Math.Max(0, (int)Math.Ceiling(stay.TotalMinutes)).ToString(CultureInfo.InvariantCulture);
}
