using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>Changes one time of a recurring meeting, or calls some of them off; the others stay as they are.</summary>
public static class OccurrenceRules
{
    public static Refusal TryChange(
        BookedMeeting meeting, OccurrenceChange change, BookingContext context, DateTimeOffset now, out BookingEvent.OccurrenceChanged? changed)
    {
        changed = null;
        if (Find(meeting, context.By, change.OccurrenceId, out var before) is var found and not Refusal.None)
            return found;
        if (before!.Phase != BookingPhase.Schedule)
            return Refusal.ConfModifyFailAsConfAlreadyStarted;
        if (CheckForm(change, context.Limits) is var form and not Refusal.None)
            return form;
        if (BookingRules.StartIsPossible(change.Start, context.Limits, now) is var start and not Refusal.None)
            return start;

        var after = Apply(meeting, before, change);
        if (after.Length > context.Corporation.LengthLimit)
            return Refusal.ConfDurationOverRange;
        if (after.RecordsAutomatically && context.Corporation.RecordingRefusal is var recording and not Refusal.None)
            return recording;
        if (CheckPlace(meeting, after, context) is var place and not Refusal.None)
            return place;

        var occurrences = meeting.Occurrences.Select(one => one.Id == after.Id ? after : one).OrderBy(one => one.Start).ToArray();
        changed = new BookingEvent.OccurrenceChanged(
            BookingLife.WithOccurrences(meeting, occurrences) with { Revision = meeting.Revision + 1 }, before, after, context.By.Id, now);
        return Refusal.None;
    }

    /// <summary>All or none: one unknown id, or one that is being held, calls nothing off.</summary>
    public static Refusal TryCancel(
        BookedMeeting meeting, IReadOnlyList<string> ids, Account by, CancelMode mode, DateTimeOffset now, out BookingEvent.OccurrencesCancelled? cancelled)
    {
        cancelled = null;
        if (ids.Count == 0)
            return Refusal.ConfParamsNullException;

        var leaving = new List<Occurrence>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (Find(meeting, by, id, out var one) is var found and not Refusal.None)
                return found;
            if (one!.Phase != BookingPhase.Schedule && mode != CancelMode.EndIfHeld)
                return Refusal.ConfCancelFailAsConfStarted;

            leaving.Add(one);
        }

        var endsRun = leaving.Exists(one => one.Phase != BookingPhase.Schedule);
        var rest = meeting.Occurrences.Where(one => !leaving.Contains(one)).ToArray();
        var remaining = BookingLife.WithOccurrences(meeting, rest) with { Revision = meeting.Revision + 1 };
        if (endsRun && remaining.Phase == BookingPhase.Created)
            remaining = remaining with { Phase = BookingPhase.Schedule };

        cancelled = new BookingEvent.OccurrencesCancelled(remaining, leaving, endsRun, by.Id, now);
        return Refusal.None;
    }

    private static Refusal Find(BookedMeeting meeting, Account by, string id, out Occurrence? occurrence)
    {
        occurrence = null;
        if (BookingAccess.MayChange(meeting, by) is var access and not Refusal.None)
            return access;
        if (meeting.Phase == BookingPhase.Destroyed)
            return Refusal.ConfDataNotFound;
        if (meeting.Kind != BookingKind.Recurring)
            return Refusal.ConfConferenceTypeIllegal;

        occurrence = meeting.Occurrences.FirstOrDefault(one => one.Id == id);
        return occurrence is null ? Refusal.ConfDataNotFound : Refusal.None;
    }

    private static Refusal CheckForm(OccurrenceChange change, BookingLimits limits)
    {
        if (change.MediaTypes is not null && !MediaKinds.TryParse(change.MediaTypes, out _))
            return Refusal.ConfMediaTypesIllegal;
        if (change.Length < limits.ShortestLength || change.Length > limits.LongestLength)
            return Refusal.ConfLengthOverRange;
        if (change.IsAutoRecord is not (null or 0 or 1))
            return Refusal.ConfAutoRecordNotInRange;
        if (change.RecordAuthType is not (null or 0 or 1 or 2) || change.CallInRestriction is not (null or 0 or 2 or 3))
            return Refusal.ParameterVerifiedFail;

        return change.Description?.Length > limits.LongestDescription ? Refusal.ParameterVerifiedFail : Refusal.None;
    }

    private static Occurrence Apply(BookedMeeting meeting, Occurrence before, OccurrenceChange change) => before with
    {
        Start = change.Start ?? before.Start,
        Length = change.Length is { } minutes ? TimeSpan.FromMinutes(minutes) : before.Length,
        Media = change.MediaTypes is not null && MediaKinds.TryParse(change.MediaTypes, out var media) ? media : before.Media,
        RecordsAutomatically = change.IsAutoRecord is { } automatic ? automatic == 1 && meeting.Recording.Records : before.RecordsAutomatically,
        RecordAudience = (RecordAudience?)change.RecordAuthType ?? before.RecordAudience,
        Description = change.Description ?? before.Description,
        Entry = before.Entry with
        {
            Restriction = (JoinRestriction?)change.CallInRestriction ?? before.Entry.Restriction,
            GuestsFirst = meeting.RoomNumber is null ? change.AllowGuestStartConf ?? before.Entry.GuestsFirst : before.Entry.GuestsFirst,
            WaitingRoom = change.EnableWaitingRoom ?? before.Entry.WaitingRoom,
        },
    };

    /// <summary>It may lie upon no other time of its own meeting, nor on the room's other meetings.</summary>
    private static Refusal CheckPlace(BookedMeeting meeting, Occurrence after, BookingContext context)
    {
        var end = after.Start + after.Length;
        foreach (var other in meeting.Occurrences)
        {
            if (other.Id != after.Id && other.Start < end && after.Start < other.Start + other.Length)
                return Refusal.ParameterVerifiedFail;
        }

        return RoomCalendar.TakesRoom(meeting) ? RoomCalendar.Check(context.RoomUses, meeting.Id, after.Start, end) : Refusal.None;
    }
}
