using System.Text.Json;
using Meetings.Booking;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class BookingJsonTests
{
    [Test]
    public void A_recurring_meeting_on_a_room_comes_back_as_it_was_kept()
    {
        var office = new BookingOffice { Room = RoomOf(Alice) };
        var request = OnRoom(Tomorrow) with
        {
            Cycle = new() { StartDate = new(2026, 11, 22), EndDate = new(2027, 2, 22), Cycle = "Month", Points = [1, 31], RemindDays = 0 },
            Invitees = [new() { UserUuid = "bob", Type = "ideahub", Role = 1 }],
            RecordType = 3,
            NotifyByMail = false,
        };
        var meeting = BookingLife.Begin(office.Book(request), new RunId("run"));

        var kept = JsonSerializer.Serialize(meeting, BookingJson.Default.BookedMeeting);
        var back = JsonSerializer.Deserialize(kept, BookingJson.Default.BookedMeeting)!;

        Assert.That(JsonSerializer.Serialize(back, BookingJson.Default.BookedMeeting), Is.EqualTo(kept));
        Assert.That(back.Occurrences, Is.EqualTo(meeting.Occurrences));
        Assert.That(back with { Occurrences = meeting.Occurrences, Invitees = meeting.Invitees, Pattern = meeting.Pattern }, Is.EqualTo(meeting));
        Assert.That(back.Pattern! with { Points = meeting.Pattern!.Points }, Is.EqualTo(meeting.Pattern));
        Assert.That(BookingRequests.Of(back).Cycle!.RemindDays, Is.Zero);
    }

    // A member that was added later is not in what was kept before: it must read as its default, not as nothing.
    [Test]
    public void What_was_kept_before_a_member_existed_reads_with_its_default()
    {
        const string Old = """{"Id":{"Value":"912345678"},"Corporation":{"Value":"c"},"Owner":{"Value":"o"},"Passwords":{"Chair":"1111","Guest":""},"Tokens":{"Chair":"a","Guest":"b"}}""";

        var back = JsonSerializer.Deserialize(Old, BookingJson.Default.BookedMeeting)!;

        Assert.That((back.Subject, back.TimeZoneId, back.Media), Is.EqualTo(("", 56, MediaKind.Video)));
        Assert.That((back.Entry, back.Recording.LiveAddress, back.Invitees, back.Occurrences), Is.EqualTo((new EntryRules(), "", Array.Empty<Invitee>(), Array.Empty<Occurrence>())));
    }

    [Test]
    public void A_template_comes_back_as_it_was_kept()
    {
        TemplateRules.TryCreate("Weekly", Tomorrow with { Invitees = [new() { Phone = "1" }] }, Alice, 0, new(), new SeededIdentities(), Now, out var template);

        var kept = JsonSerializer.Serialize(template!, BookingJson.Default.MeetingTemplate);
        var back = JsonSerializer.Deserialize(kept, BookingJson.Default.MeetingTemplate)!;

        Assert.That(JsonSerializer.Serialize(back, BookingJson.Default.MeetingTemplate), Is.EqualTo(kept));
        Assert.That(back.Content.Subject, Is.EqualTo("Plan"));
    }
}
