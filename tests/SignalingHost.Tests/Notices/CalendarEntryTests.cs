using System.Text;
using Meetings;
using Meetings.Booking;
using SignalingHost.Notices;

namespace SignalingHost.Tests.Notices;

/// <summary>RFC 5545 as calendars read it.</summary>
public sealed class CalendarEntryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static readonly BookedMeeting Meeting = new()
    {
        Id = new ConferenceId("912345678"),
        Corporation = new CorporationId("c"),
        Owner = new AccountId("o"),
        OwnerEmail = "alice@example.org",
        Subject = "Plan",
        Start = new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero),
        Length = TimeSpan.FromMinutes(45),
        Revision = 3,
        Passwords = new MeetingPasswords("1111", "2222"),
        Tokens = new JoinTokens("c", "g"),
    };

    [Test]
    public void An_invitation_says_when_who_and_how_often_it_was_changed() => Assert.That(Lines(NoticeKind.Invited, Meeting, "Come"), Is.EqualTo(new[]
    {
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Conference//Meetings//EN", "METHOD:REQUEST",
        "BEGIN:VEVENT", "UID:912345678@conference", "SEQUENCE:3", "DTSTAMP:20261121T090000Z", "DTSTART:20261123T020000Z", "DTEND:20261123T024500Z", "SUMMARY:Plan",
        "DESCRIPTION:Come", "ORGANIZER:mailto:alice@example.org", "ATTENDEE:mailto:li@example.org", "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", "",
    }));

    [Test]
    public void A_cancellation_has_the_same_uid() => Assert.That(
        Lines(NoticeKind.Cancelled, Meeting, ""), Does.Contain("METHOD:CANCEL").And.Contain("UID:912345678@conference").And.Contain("STATUS:CANCELLED"));

    [Test]
    public void A_recurring_meeting_is_each_of_its_times()
    {
        var times = Enumerable.Range(0, 3).Select(day => new Occurrence { Id = $"t{day}", Day = new DateOnly(2026, 11, 23).AddDays(day), Start = Meeting.Start.AddDays(day), Length = Meeting.Length, Entry = new() });
        var lines = Lines(NoticeKind.Invited, Meeting with { Kind = BookingKind.Recurring, Occurrences = [.. times] }, "");

        Assert.That(lines.Where(line => line.StartsWith("UID", StringComparison.Ordinal)), Is.EqualTo(new[] { "UID:912345678-t0@conference", "UID:912345678-t1@conference", "UID:912345678-t2@conference" }));
    }

    [Test]
    public void What_people_write_begins_no_line_and_no_line_is_longer_than_75_octets()
    {
        var subject = "a,b;c\\d\r\nATTENDEE:mailto:eve@example.org " + string.Concat(Enumerable.Repeat("会议😀", 60));
        var text = CalendarEntry.Write(NoticeOf(NoticeKind.Invited, Meeting with { Subject = subject }), "", Now);
        var unfolded = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

        Assert.That(text.Split("\r\n").Select(line => Encoding.UTF8.GetByteCount(line)), Is.All.LessThanOrEqualTo(75));
        Assert.That(unfolded, Has.None.StartsWith("ATTENDEE:mailto:eve"));
        Assert.That(unfolded.Single(line => line.StartsWith("SUMMARY", StringComparison.Ordinal)), Does.StartWith("SUMMARY:a\\,b\\;c\\\\d\\nATTENDEE:").And.EndsWith("会议😀"));
    }

    private static string[] Lines(NoticeKind kind, BookedMeeting meeting, string description) => CalendarEntry.Write(NoticeOf(kind, meeting), description, Now).Split("\r\n");

    private static Notice NoticeOf(NoticeKind kind, BookedMeeting meeting) => new() { Channel = NoticeChannel.Calendar, Kind = kind, To = "li@example.org", Meeting = meeting };
}
