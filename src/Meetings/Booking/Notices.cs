namespace Meetings.Booking;

/// <summary>
/// Who is told what when a booking is made, changed or called off: the owner and everyone invited, each by the ways the booking asks for.
/// Nobody is told of a meeting that begins at once: those in it are called.
/// </summary>
public static class Notices
{
    public static IReadOnlyList<Notice> Of(BookingEvent happened) => happened switch
    {
        { Meeting.Kind: BookingKind.Instant } => [],
        BookingEvent.Created created => ToAll(created.Meeting, NoticeKind.Invited, occurrence: null),
        BookingEvent.Changed changed =>
        [
            .. ToAll(changed.Meeting, NoticeKind.Changed, occurrence: null),
            .. changed.Uninvited.SelectMany(one => ToInvitee(changed.Meeting, one, NoticeKind.Cancelled, occurrence: null)),
        ],
        BookingEvent.OccurrenceChanged changed => ToAll(changed.Meeting, NoticeKind.Changed, changed.After),
        BookingEvent.OccurrencesCancelled cancelled =>
            [.. cancelled.Which.SelectMany(one => ToAll(cancelled.Meeting, NoticeKind.Cancelled, one))],
        BookingEvent.Cancelled cancelled => ToAll(cancelled.Meeting, NoticeKind.Cancelled, occurrence: null),
        _ => [],
    };

    /// <summary>
    /// The reminders of a recurring meeting that fall into (after, until]: the set number of days before each of its times. Zero days remind of none.
    /// </summary>
    public static IReadOnlyList<Notice> Reminders(BookedMeeting meeting, DateTimeOffset after, DateTimeOffset until)
    {
        if (meeting.Pattern is not { RemindDays: > 0 } pattern || meeting.Phase == BookingPhase.Destroyed)
            return [];

        var before = TimeSpan.FromDays(pattern.RemindDays);
        return
        [
            .. meeting.Occurrences
                .Where(one => one.Phase == BookingPhase.Schedule && one.Start - before > after && one.Start - before <= until)
                .SelectMany(one => ToAll(meeting, NoticeKind.Reminder, one)),
        ];
    }

    /// <summary>When the next reminder of a recurring meeting is due after a moment.</summary>
    public static DateTimeOffset NextReminder(BookedMeeting meeting, DateTimeOffset after)
    {
        if (meeting.Pattern is not { RemindDays: > 0 } pattern || meeting.Phase == BookingPhase.Destroyed)
            return DateTimeOffset.MaxValue;

        var before = TimeSpan.FromDays(pattern.RemindDays);
        return meeting.Occurrences.Select(one => one.Start - before).Where(due => due > after).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
    }

    private static IReadOnlyList<Notice> ToAll(BookedMeeting meeting, NoticeKind kind, Occurrence? occurrence)
    {
        var owner = new Invitee
        {
            Account = meeting.Owner,
            Name = meeting.OwnerName,
            Email = meeting.OwnerEmail,
            Role = InviteeRole.Host,
        };
        var invited = meeting.Invitees.Where(one => one.Account != meeting.Owner).SelectMany(one => ToInvitee(meeting, one, kind, occurrence));
        return [.. ToInvitee(meeting, owner, kind, occurrence), .. invited];
    }

    private static IEnumerable<Notice> ToInvitee(BookedMeeting meeting, Invitee one, NoticeKind kind, Occurrence? occurrence)
    {
        if (one.Email.Length > 0 && (meeting.Notices.ByMail || meeting.Notices.ByCalendar))
            yield return Make(meeting.Notices.ByCalendar && kind != NoticeKind.Reminder ? NoticeChannel.Calendar : NoticeChannel.Mail, one.Email);
        if (one.Sms.Length > 0 && meeting.Notices.BySms)
            yield return Make(NoticeChannel.Sms, one.Sms);

        Notice Make(NoticeChannel channel, string to) => new()
        {
            Channel = channel,
            Kind = kind,
            To = to,
            Name = one.Name,
            Role = one.Role,
            Meeting = meeting,
            Occurrence = occurrence,
        };
    }
}
