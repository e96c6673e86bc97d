using System.Globalization;
using System.Text;
using Meetings.Booking;

namespace SignalingHost.Notices;

/// <summary>The entry for a calendar (iCalendar, RFC 5545) that comes with a notice. Its UID stays the same for all notices of a meeting.</summary>
internal static class CalendarEntry
{
    private const int LongestLine = 74;

    public static string Write(Notice notice, string description, DateTimeOffset now)
    {
        var meeting = notice.Meeting;
        var start = notice.Occurrence?.Start ?? meeting.Start;
        var length = notice.Occurrence?.Length ?? meeting.Length;
        var isOff = notice.Kind == NoticeKind.Cancelled;
        var text = new StringBuilder();
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Conference//Meetings//EN");
        Line(isOff ? "METHOD:CANCEL" : "METHOD:REQUEST");

        // A recurring meeting is written as the times that it has: each may have been moved by itself, which no rule could say.
        if (notice.Occurrence is null && meeting.Occurrences.Count > 0)
        {
            foreach (var one in meeting.Occurrences)
                Event($"{meeting.Id.Value}-{one.Id}", one.Start, one.Length);
        }
        else
        {
            Event(notice.Occurrence is { } time ? $"{meeting.Id.Value}-{time.Id}" : meeting.Id.Value, start, length);
        }

        Line("END:VCALENDAR");
        return text.ToString();

        void Event(string id, DateTimeOffset from, TimeSpan lasts)
        {
            Line("BEGIN:VEVENT");
            Line($"UID:{id}@conference");
            Line($"SEQUENCE:{meeting.Revision.ToString(CultureInfo.InvariantCulture)}");
            Line($"DTSTAMP:{Moment(now)}");
            Line($"DTSTART:{Moment(from)}");
            Line($"DTEND:{Moment(from + lasts)}");
            Line($"SUMMARY:{Escaped(meeting.Subject)}");
            Line($"DESCRIPTION:{Escaped(description)}");
            if (Reachable(meeting.OwnerEmail))
                Line($"ORGANIZER:mailto:{meeting.OwnerEmail}");
            if (Reachable(notice.To))
                Line($"ATTENDEE:mailto:{notice.To}");
            Line(isOff ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
            Line("END:VEVENT");
        }

        void Line(string line)
        {
            // Longer lines are folded (§3.1); counted in letters of three bytes, none is over 75 octets by more than its readers bear.
            var first = true;
            for (var i = 0; i < line.Length || first; first = false)
            {
                var room = first ? LongestLine : LongestLine - 1;
                var take = 0;
                var bytes = 0;
                while (i + take < line.Length)
                {
                    var step = char.IsHighSurrogate(line[i + take]) && i + take + 1 < line.Length ? 2 : 1;
                    var size = Encoding.UTF8.GetByteCount(line.AsSpan(i + take, step));
                    if (bytes + size > room)
                        break;
                    bytes += size;
                    take += step;
                }

                text.Append(first ? "" : " ").Append(line, i, take).Append("\r\n");
                i += take;
                if (line.Length == 0)
                    break;
            }
        }
    }

    private static bool Reachable(string address) => address.Contains('@', StringComparison.Ordinal) && !address.Any(char.IsControl);

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var letter in text)
        {
            if (letter is '\\' or ';' or ',')
                escaped.Append('\\').Append(letter);
            else if (letter == '\n')
                escaped.Append("\\n");
            else if (!char.IsControl(letter))
                escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
