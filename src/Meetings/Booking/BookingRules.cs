using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>
/// Books meetings and changes booked ones. Every rule is a step that may refuse with the one code that means it; nothing is reserved on the
/// way, so a refusal changes nothing.
/// </summary>
public static class BookingRules
{
    public static Refusal TryBook(
        BookingRequest request, BookingContext context, IIdentitySource identities, DateTimeOffset now, out BookingEvent.Created? created)
    {
        created = null;
        if (BookingPermits.MayBook(request, context, now) is var permit and not Refusal.None)
            return permit;
        if (RequestForm.Check(request, context.Limits) is var form and not Refusal.None)
            return form;
        if (BookingPermits.MayUseRoom(request, context, now) is var room and not Refusal.None)
            return room;
        if (TryIdentify(request, context, identities, now, out var seed) is var identity and not Refusal.None)
            return identity;
        if (StartIsPossible(request.Start, context.Limits, now) is var start and not Refusal.None)
            return start;

        var refusal = BookingDraft.TryFill(seed!, request, context, identities, now, out var meeting);
        if (refusal == Refusal.None)
            created = new BookingEvent.Created(meeting!, context.By.Id, now);
        return refusal;
    }

    /// <summary>
    /// Changes a booked meeting until it starts. What the request does not say stays as it is. The context's room is the booking's own.
    /// </summary>
    public static Refusal TryChange(
        BookedMeeting meeting, BookingRequest request, BookingContext context, IIdentitySource identities, DateTimeOffset now,
        out BookingEvent.Changed? changed)
    {
        changed = null;
        if (BookingAccess.MayChange(meeting, context.By) is var access and not Refusal.None)
            return access;
        if (ChangeIsPossible(meeting, request) is var possible and not Refusal.None)
            return possible;

        var whole = BookingRequests.Over(request, BookingRequests.Of(meeting));
        if (RequestForm.Check(whole, context.Limits) is var form and not Refusal.None)
            return form;
        if (StartIsPossible(request.Start, context.Limits, now) is var start and not Refusal.None)
            return start;

        if (meeting.Room is not null && context.Room?.Id != meeting.Room)
            return Refusal.VmrDataNotFound;

        var passwords = PasswordsAfter(meeting, whole, identities);
        if (passwords.Check(meeting.Id) is var refused and not Refusal.None)
            return refused;

        var seed = meeting with
        {
            Revision = meeting.Revision + 1,
            Passwords = passwords,
            Tokens = PasswordDraw.Follow(meeting.Tokens, meeting.Passwords, passwords, identities),
        };
        var refusal = BookingDraft.TryFill(seed, Rescheduled(meeting, request, whole), context, identities, now, out var result);
        if (refusal != Refusal.None)
            return refusal;

        var staying = result!.Invitees.Select(InviteeRules.KeyOf).ToHashSet(StringComparer.Ordinal);
        var uninvited = meeting.Invitees.Where(one => !staying.Contains(InviteeRules.KeyOf(one)));
        changed = new BookingEvent.Changed(result, [.. uninvited], context.By.Id, now);
        return Refusal.None;
    }

    /// <summary>
    /// Calls a meeting off. One that is being held is refused unless the caller also wants it ended (the wire's type=1).
    /// </summary>
    public static Refusal TryCancel(BookedMeeting meeting, Account by, CancelMode mode, DateTimeOffset now, out BookingEvent.Cancelled? cancelled)
    {
        cancelled = null;
        if (BookingAccess.MayChange(meeting, by) is var access and not Refusal.None)
            return access;
        if (meeting.Phase == BookingPhase.Destroyed)
            return Refusal.ConfDataNotFound;

        var isHeld = meeting.Phase is BookingPhase.Created or BookingPhase.Creating;
        if (isHeld && mode != CancelMode.EndIfHeld)
            return Refusal.ConfCancelFailAsConfStarted;

        var over = meeting with { Phase = BookingPhase.Destroyed, Revision = meeting.Revision + 1 };
        cancelled = new BookingEvent.Cancelled(over, isHeld, by.Id, now);
        return Refusal.None;
    }

    /// <summary>The passwords and links of a room with a fixed number are the room's: its bookings follow when the holder changes them.</summary>
    public static BookedMeeting Follow(BookedMeeting meeting, CloudRoom room) =>
        meeting.RoomNumber is null || meeting.Room != room.Id
            ? meeting
            : meeting with
            {
                Passwords = room.Passwords,
                Tokens = room.Tokens,
                Entry = meeting.Entry with { GuestsFirst = room.GuestsFirst },
            };

    internal static Refusal StartIsPossible(DateTimeOffset? start, BookingLimits limits, DateTimeOffset now)
    {
        if (start < now - limits.PastTolerance)
            return Refusal.ConfStartTimeLessThanCurrentTime;

        return start > now.AddMonths(limits.MonthsAhead) ? Refusal.ConfStartTimeOverMaxScheduleTime : Refusal.None;
    }

    private static Refusal ChangeIsPossible(BookedMeeting meeting, BookingRequest request)
    {
        if (meeting.Phase == BookingPhase.Destroyed)
            return Refusal.ConfDataNotFound;
        if (meeting.Phase != BookingPhase.Schedule)
            return Refusal.ConfModifyFailAsConfAlreadyStarted;
        if (request.VmrFlag is { } flag && flag != (meeting.Room is null ? 0 : 1))
            return Refusal.VmrFlagCannotModify;
        if (!string.IsNullOrEmpty(request.VmrId) && request.VmrId != meeting.Room?.Value)
            return Refusal.VmridCannotModify;
        if (request.VmrIdType is { } kind && meeting.Room is not null && kind != (int)meeting.RoomIdKind)
            return Refusal.VmridtypeCannotModify;
        if (request.ConfResType is { } resource && resource != meeting.ResourceType)
            return Refusal.ParameterVerifiedFail;
        if ((request.IsRecurring || request.Cycle is not null) != (meeting.Kind == BookingKind.Recurring))
            return Refusal.ConfConferenceTypeIllegal;

        return Refusal.None;
    }

    private static Refusal TryIdentify(
        BookingRequest request, BookingContext context, IIdentitySource identities, DateTimeOffset now, out BookedMeeting? seed)
    {
        seed = null;
        if (!ConferenceIds.TryDraw(identities, id => id.Value == request.GuestPwd || context.IsTaken(id), out var id))
            return Refusal.ConfApplyResourceFailed;

        var by = context.By;
        seed = new BookedMeeting
        {
            Id = id,
            Corporation = context.Corporation.Id,
            Owner = by.Id,
            OwnerName = by.Name,
            OwnerEmail = by.Email,
            OwnerDepartment = by.DepartmentName,
            BookedAt = now,
            Passwords = FirstPasswords(request, id, identities),
            Tokens = JoinTokens.Draw(identities),
        };
        return Refusal.None;
    }

    private static MeetingPasswords FirstPasswords(BookingRequest request, ConferenceId id, IIdentitySource identities)
    {
        if (request.IsGuestFreePwd == true)
            return PasswordDraw.Beside("", id, identities);

        return string.IsNullOrEmpty(request.GuestPwd)
            ? PasswordDraw.For(id, identities)
            : PasswordDraw.Beside(request.GuestPwd, id, identities);
    }

    private static MeetingPasswords PasswordsAfter(BookedMeeting meeting, BookingRequest whole, IIdentitySource identities)
    {
        // A room's passwords are changed at the room.
        if (meeting.RoomNumber is not null)
            return meeting.Passwords;
        if (whole.IsGuestFreePwd == true)
            return meeting.Passwords with { Guest = "" };
        if (!string.IsNullOrEmpty(whole.GuestPwd))
            return meeting.Passwords with { Guest = whole.GuestPwd };

        var drawn = PasswordDraw.For(meeting.Id, identities);
        return meeting.Passwords with { Guest = drawn.Guest == meeting.Passwords.Chair ? drawn.Chair : drawn.Guest };
    }

    /// <summary>
    /// A recurring meeting whose start is not said keeps its time on the wall, even when the zone changes and when one time was moved by itself.
    /// </summary>
    private static BookingRequest Rescheduled(BookedMeeting meeting, BookingRequest request, BookingRequest whole)
    {
        if (request.Start is not null || meeting.Pattern is not { } pattern)
            return whole;

        var zone = MeetingTimeZone.TryParse(whole.TimeZoneId, out var id) ? id : meeting.TimeZoneId;
        return whole with { Start = MeetingTimeZone.Of(zone).At(pattern.StartDate, pattern.At) };
    }
}

/// <summary>What is to happen to a meeting that is being held when it is called off.</summary>
public enum CancelMode
{
    RefuseIfHeld = 0,

    /// <summary>The wire's type=1.</summary>
    EndIfHeld = 1,
}
