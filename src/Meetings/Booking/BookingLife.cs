namespace Meetings.Booking;

/// <summary>
/// How a booking goes from booked to held to over. When everybody has left it may be entered again until its booked end; when the chair
/// ended it, or that end has passed, it is over, and a recurring meeting waits for its next time.
/// </summary>
public static class BookingLife
{
    /// <summary>A run begins.</summary>
    public static BookedMeeting Begin(BookedMeeting meeting, RunId run)
    {
        var begun = meeting with { Phase = BookingPhase.Created, Run = run };
        return meeting.Occurrences is [var current, ..]
            ? begun with { Occurrences = [current with { Phase = BookingPhase.Created }, .. meeting.Occurrences.Skip(1)] }
            : begun;
    }

    /// <summary>A run has ended: for good, or until someone comes in again.</summary>
    public static BookedMeeting End(BookedMeeting meeting, RunEnding ending, DateTimeOffset now)
    {
        if (ending == RunEnding.ForGood || now >= meeting.End)
            return Conclude(meeting);

        var waiting = meeting with { Phase = BookingPhase.Schedule };
        return meeting.Occurrences is [var current, ..]
            ? waiting with { Occurrences = [current with { Phase = BookingPhase.Schedule }, .. meeting.Occurrences.Skip(1)] }
            : waiting;
    }

    /// <summary>When a booking that nobody comes to is over; never while it is held.</summary>
    public static DateTimeOffset Deadline(BookedMeeting meeting) =>
        meeting.Phase == BookingPhase.Schedule ? meeting.End : DateTimeOffset.MaxValue;

    /// <summary>Time has come to here: what nobody came to is over.</summary>
    public static BookedMeeting Advance(BookedMeeting meeting, DateTimeOffset now)
    {
        while (Deadline(meeting) <= now)
            meeting = Conclude(meeting);

        return meeting;
    }

    /// <summary>The meeting as it is held now: a recurring one with what was set for its present time alone.</summary>
    public static BookedMeeting Present(BookedMeeting meeting) => meeting.Occurrences is [var current, ..]
        ? meeting with
        {
            Media = current.Media,
            Entry = current.Entry,
            Recording = meeting.Recording with { IsAutomatic = current.RecordsAutomatically, Audience = current.RecordAudience },
        }
        : meeting;

    /// <summary>The recurring meeting with these of its times left; with none it is over.</summary>
    internal static BookedMeeting WithOccurrences(BookedMeeting meeting, IReadOnlyList<Occurrence> occurrences) => occurrences is [var next, ..]
        ? meeting with { Occurrences = occurrences, Start = next.Start, Length = next.Length }
        : meeting with { Occurrences = [], Phase = BookingPhase.Destroyed };

    private static BookedMeeting Conclude(BookedMeeting meeting) => meeting.Occurrences.Count > 0
        ? WithOccurrences(meeting with { Phase = BookingPhase.Schedule }, [.. meeting.Occurrences.Skip(1)])
        : meeting with { Phase = BookingPhase.Destroyed };
}

/// <summary>Whether a meeting whose run has ended may be entered again.</summary>
public enum RunEnding
{
    /// <summary>The last one left; the wire's meeting.end.</summary>
    EverybodyLeft,

    /// <summary>It was ended, or its time was up; the wire's meeting.conclude.</summary>
    ForGood,
}
