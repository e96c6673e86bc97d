using System.Text;
using System.Text.Json;
using Meetings.Booking;
using Meetings.History;
using Meetings.Tests.Booking;

namespace Meetings.Tests.History;

public sealed class AttendanceExportTests
{
    private static readonly DateTimeOffset Start = BookingOffice.Now;

    private static readonly RunRecord Run = new()
    {
        Id = new("run"),
        Meeting = new BookingOffice().Book(BookingOffice.Plain with { Language = "en-US", TimeZoneId = "27" }),
        Start = Start,
        End = Start.AddMinutes(30),
    };

    [Test]
    public void Each_stay_is_a_line_in_order_of_coming_with_the_times_of_the_meetings_zone()
    {
        var text = Export(
            Stay("Bob", 5, 10.5) with { CallNumber = "100", DeviceType = "terminal", DepartmentName = "Works", MediaType = "Video" },
            Stay("Alice", 0, null) with { Login = "alice", IsHost = true });

        Assert.That(text, Is.EqualTo(
            "Name,Account,Number,Device,Department,Role,Media,Joined,Left,Minutes\r\n"
            + "Alice,alice,,,,Host,,2026-11-21 09:00:00,,30\r\n"
            + "Bob,,100,terminal,Works,Participant,Video,2026-11-21 09:05:00,2026-11-21 09:10:30,6\r\n"));
    }

    [Test]
    public void A_spreadsheet_sees_the_byte_order_mark_and_the_meetings_language()
    {
        var chinese = Run with { Meeting = Run.Meeting with { Language = MeetingLanguage.Chinese } };

        var bytes = AttendanceExport.Write(chinese, [], Start);

        Assert.That(bytes[..3], Is.EqualTo(new byte[] { 0xEF, 0xBB, 0xBF }));
        Assert.That(Encoding.UTF8.GetString(bytes[3..]), Does.StartWith("姓名,帐号,"));
    }

    [TestCase("plain", "plain")]
    [TestCase("a,b", "\"a,b\"")]
    [TestCase("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [TestCase("two\r\nlines", "\"two\r\nlines\"")]
    [TestCase("=1+1", "'=1+1")]
    [TestCase("+8613800000000", "'+8613800000000")]
    [TestCase("-2", "'-2")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("  =1", "'  =1")]
    [TestCase("\t=1", "'\t=1")]
    [TestCase("\r=1", "\"'\r=1\"")]
    [TestCase("＝1", "'＝1")]
    [TestCase("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    public void A_name_is_text_whatever_a_spreadsheet_would_make_of_it(string name, string cell)
    {
        var text = Export(Stay(name, 0, 1));

        Assert.That(text[(text.IndexOf("\r\n", StringComparison.Ordinal) + 2)..], Does.StartWith($"{cell},"));
    }

    [Test]
    public void A_clock_that_was_set_back_leaves_no_negative_stay() =>
        Assert.That(Export(Stay("Bob", 5, 3)), Does.EndWith(",0\r\n"));

    [Test]
    public void History_comes_back_as_it_was_kept()
    {
        var audit = new AuditEntry { Run = Run.Id, At = Start, Source = "REST", Operator = "alice", Code = "MUTE", Result = Refusal.GuestNoPermissionOperation };
        var stay = Stay("Bob", 5, null) with { Account = new("bob") };

        Assert.That(JsonSerializer.Deserialize(JsonSerializer.Serialize(audit, HistoryJson.Default.AuditEntry), HistoryJson.Default.AuditEntry), Is.EqualTo(audit));
        Assert.That(JsonSerializer.Deserialize(JsonSerializer.Serialize(stay, HistoryJson.Default.AttendanceEntry), HistoryJson.Default.AttendanceEntry), Is.EqualTo(stay));
        var kept = JsonSerializer.Serialize(Run, HistoryJson.Default.RunRecord);
        Assert.That(JsonSerializer.Serialize(JsonSerializer.Deserialize(kept, HistoryJson.Default.RunRecord)!, HistoryJson.Default.RunRecord), Is.EqualTo(kept));
    }

    private static string Export(params AttendanceEntry[] entries) =>
        Encoding.UTF8.GetString(AttendanceExport.Write(Run, entries, Start.AddHours(2))[3..]);

    private static AttendanceEntry Stay(string name, double from, double? to) => new()
    {
        Run = Run.Id,
        Participant = new($"p-{name}"),
        DisplayName = name,
        Joined = Start.AddMinutes(from),
        Left = to is { } minutes ? Start.AddMinutes(minutes) : null,
    };
}
