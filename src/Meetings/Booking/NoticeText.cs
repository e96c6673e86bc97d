using System.Globalization;
using System.Text;

namespace Meetings.Booking;

/// <summary>What a notice says, in the meeting's language and in its time zone. A line break in a name or a subject never starts a line.</summary>
public static class NoticeText
{
    public static string Title(Notice notice)
    {
        var isEnglish = IsEnglish(notice);
        var what = notice.Kind switch
        {
            NoticeKind.Invited => isEnglish ? "Meeting invitation" : "会议邀请",
            NoticeKind.Changed => isEnglish ? "Meeting changed" : "会议变更",
            NoticeKind.Cancelled => isEnglish ? "Meeting cancelled" : "会议取消",
            _ => isEnglish ? "Meeting reminder" : "会议提醒",
        };
        return isEnglish ? $"{what}: {Line(notice.Meeting.Subject)}" : $"{what}：{Line(notice.Meeting.Subject)}";
    }

    /// <summary>The whole text; <paramref name="link"/> is the join link for the notice's role, empty to leave it out.</summary>
    public static string Body(Notice notice, string link)
    {
        var meeting = notice.Meeting;
        var isEnglish = IsEnglish(notice);
        var text = new StringBuilder();
        Say("Subject", "会议主题", meeting.Subject);
        Say("Time", "会议时间", Time(notice));
        Say("Organizer", "组织者", meeting.OwnerName);
        if (notice.Kind != NoticeKind.Cancelled)
        {
            Say("Meeting ID", "会议ID", meeting.Dialled.Value);
            if (notice.Role == InviteeRole.Host)
                Say("Host password", "主持人密码", meeting.Passwords.Chair);
            if (!meeting.Passwords.GuestsAreFree)
                Say("Guest password", "来宾密码", meeting.Passwords.Guest);
            if (link.Length > 0)
                Say("Join", "会议链接", link);
        }

        return text.ToString();

        void Say(string english, string chinese, string value) =>
            text.Append(isEnglish ? english : chinese).Append(isEnglish ? ": " : "：").Append(Line(value)).Append('\n');
    }

    /// <summary>2021/11/11 Thursday 00:00 - 02:00 (GMT) Greenwich…; a recurring meeting's next time, and until when it goes on.</summary>
    public static string Time(Notice notice)
    {
        var meeting = notice.Meeting;
        var start = notice.Occurrence?.Start ?? meeting.Start;
        var length = notice.Occurrence?.Length ?? meeting.Length;
        var zone = MeetingTimeZone.Of(meeting.TimeZoneId);
        var text = Span(zone.Local(start), zone.Local(start + length), zone.Name(meeting.Language), meeting.Language);
        if (notice.Occurrence is not null || meeting.Pattern is not { } pattern)
            return text;

        var last = pattern.EndDate.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
        return IsEnglish(notice) ? $"{text}, repeated until {last}" : $"{text}，重复至 {last}";
    }

    private static string Span(DateTime from, DateTime to, string zone, MeetingLanguage language)
    {
        var end = to.Date == from.Date ? $"{to:HH:mm}" : $"{to:yyyy/MM/dd HH:mm}";
        return string.Create(CultureInfo.InvariantCulture, $"{from:yyyy/MM/dd} {DayName(from.DayOfWeek, language)} {from:HH:mm} - {end} {zone}");
    }

    private static string DayName(DayOfWeek day, MeetingLanguage language) =>
        language == MeetingLanguage.English ? day.ToString() : $"星期{"日一二三四五六"[(int)day]}";

    private static bool IsEnglish(Notice notice) => notice.Meeting.Language == MeetingLanguage.English;

    private static string Line(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
}
