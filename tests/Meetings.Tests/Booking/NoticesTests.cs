using Meetings.Booking;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class NoticesTests
{
    private static readonly BookingRequest Invited = Tomorrow with
    {
        NotifyByMail = true,
        NotifyByCalendar = false,
        NotifyBySms = true,
        Language = "en-US",
        Invitees = [new() { Email = "bob@example.com", Sms = "+8613800000000" }, new() { Email = "eve@example.com", Role = 1 }, new() { UserUuid = "alice", Email = "alice@example.com" }],
    };

    private readonly BookingOffice _office = new();

    [Test]
    public void The_owner_and_everyone_invited_are_told_once_by_each_way()
    {
        var meeting = _office.Book(Invited);

        var notices = Notices.Of(new BookingEvent.Created(meeting, Alice.Id, Now));

        Assert.That(notices.Select(notice => (notice.Channel, notice.To, notice.Role)), Is.EqualTo(new[]
        {
            (NoticeChannel.Mail, "alice@example.com", InviteeRole.Host),
            (NoticeChannel.Mail, "bob@example.com", InviteeRole.Participant),
            (NoticeChannel.Sms, "+8613800000000", InviteeRole.Participant),
            (NoticeChannel.Mail, "eve@example.com", InviteeRole.Host),
        }));
        Assert.That(notices.Select(notice => notice.Kind), Is.All.EqualTo(NoticeKind.Invited));
    }

    [Test]
    public void A_calendar_entry_comes_in_place_of_the_plain_mail()
    {
        var meeting = _office.Book(Invited with { NotifyByCalendar = true, NotifyBySms = false });

        Assert.That(Notices.Of(new BookingEvent.Created(meeting, Alice.Id, Now)).Select(notice => notice.Channel), Is.All.EqualTo(NoticeChannel.Calendar));
    }

    [Test]
    public void Nobody_is_told_where_nothing_was_asked_for_or_the_meeting_begins_at_once()
    {
        var silent = _office.Book(Invited with { NotifyByMail = false, NotifyBySms = false });
        var instant = _office.Book(Invited with { Start = null });

        Assert.That(Notices.Of(new BookingEvent.Created(silent, Alice.Id, Now)), Is.Empty);
        Assert.That(Notices.Of(new BookingEvent.Created(instant, Alice.Id, Now)), Is.Empty);
    }

    [Test]
    public void Who_is_no_longer_invited_is_told_that_it_is_off()
    {
        var meeting = _office.Book(Invited);
        var gone = meeting.Invitees[0];

        var notices = Notices.Of(new BookingEvent.Changed(meeting with { Invitees = [.. meeting.Invitees.Skip(1)] }, [gone], Alice.Id, Now));

        Assert.That(notices.Where(notice => notice.Kind == NoticeKind.Cancelled).Select(notice => notice.To), Is.EqualTo(new[] { "bob@example.com", "+8613800000000" }));
        Assert.That(notices.Where(notice => notice.Kind == NoticeKind.Changed).Select(notice => notice.To), Is.EqualTo(new[] { "alice@example.com", "eve@example.com" }));
    }

    [Test]
    public void A_recurring_meeting_is_reminded_of_the_set_days_before_each_time()
    {
        var cycle = new CycleRequest { StartDate = new(2026, 11, 25), EndDate = new(2026, 11, 27), Cycle = "Day", RemindDays = 2 };
        var meeting = _office.Book(Invited with { Cycle = cycle, NotifyBySms = false });
        var due = meeting.Start.AddDays(-2);

        Assert.That(Notices.NextReminder(meeting, Now), Is.EqualTo(due));
        Assert.That(Notices.Reminders(meeting, Now, due.AddTicks(-1)), Is.Empty);
        Assert.That(Notices.Reminders(meeting, Now, due).Select(notice => notice.Occurrence!.Start), Is.EqualTo(new[] { meeting.Start, meeting.Start, meeting.Start }));
        Assert.That(Notices.Reminders(meeting, due, due), Is.Empty);
        Assert.That(Notices.NextReminder(meeting, due), Is.EqualTo(due.AddDays(1)));
    }

    [Test]
    public void A_guest_is_not_told_the_chairs_password()
    {
        var meeting = _office.Book(Invited with { TimeZoneId = "26" });
        var notices = Notices.Of(new BookingEvent.Created(meeting, Alice.Id, Now));

        var guest = NoticeText.Body(notices[1], "https://example.com/#/j/1");
        var host = NoticeText.Body(notices[0], "");

        Assert.That(guest, Does.Not.Contain(meeting.Passwords.Chair).And.Contain(meeting.Passwords.Guest).And.Contain("Join: https://example.com/#/j/1\n"));
        Assert.That(host, Does.Contain(meeting.Passwords.Chair).And.Not.Contain("Join"));
        Assert.That(guest, Does.Contain("Time: 2026/11/22 Sunday 10:00 - 11:00 (GMT) Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London\n"));
    }

    [Test]
    public void A_subject_cannot_start_a_line_of_its_own()
    {
        var meeting = _office.Book(Invited with { Subject = "Plan\r\nBcc: eve@example.com", Language = "zh-CN" });
        var notice = Notices.Of(new BookingEvent.Cancelled(meeting, EndsRun: false, Alice.Id, Now))[0];

        Assert.That(NoticeText.Title(notice), Is.EqualTo("会议取消：Plan  Bcc: eve@example.com"));
        Assert.That(NoticeText.Body(notice, "link"), Does.Contain("星期日").And.Not.Contain("link").And.Not.Contain("\nBcc"));
    }
}
