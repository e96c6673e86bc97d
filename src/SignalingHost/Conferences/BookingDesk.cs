using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// Books meetings, changes and cancels them. Each is one transaction: what the rules must know is read, the rules decide, and the booking
/// is kept together with what others are to be told of it. The store takes one writer at a time, so a number or a room is never given twice.
/// </summary>
internal sealed class BookingDesk(Store store, BookingTable bookings, BookingIndex index, BookingDrafts drafts, BookingNews news, IIdentitySource identities, ConferenceDesk desk, TimeProvider clock)
{
    private static readonly BookingLimits Limits = new();

    public async Task<BookingAnswer> BookAsync(AccountId by, BookingRequest request)
    {
        var answer = await store.WriteAsync(session => BookAsync(session, by, request));
        if (answer.Meeting is not { Kind: BookingKind.Instant } instant)
            return answer;

        var opened = await desk.OpenAsync(instant.Id);
        if (opened.Refusal != Refusal.None)
        {
            // What cannot begin at once has not been booked.
            await store.WriteAsync(session => bookings.SaveAsync(session, instant with { Phase = BookingPhase.Destroyed }, clock.GetUtcNow()));
            return BookingAnswer.Of(opened.Refusal);
        }

        return answer with { Meeting = await FindAsync(instant.Id) ?? BookingLife.Begin(instant, opened.Meeting!.Run) };
    }

    public Task<BookingAnswer> ChangeAsync(AccountId by, ConferenceId id, BookingRequest request) => store.WriteAsync(async session =>
    {
        if (await FindWithRightAsync(session, by, id) is not var (meeting, context))
            return BookingAnswer.Of(Refusal.ConfDataNotFound);

        var completed = request.Invitees is null ? request : request with { Invitees = await InviteeDirectory.CompleteAsync(session, context.Corporation.Id, request.Invitees) };
        var now = clock.GetUtcNow();
        var refusal = BookingRules.TryChange(meeting, completed, context, identities, now, out var changed);
        if (refusal != Refusal.None)
            return BookingAnswer.Of(refusal);

        await bookings.SaveAsync(session, changed!.Meeting, now);
        await news.TellAsync(session, changed);
        return new BookingAnswer(Refusal.None, changed.Meeting, context.Corporation, context.Room);
    });

    public async Task<Refusal> CancelAsync(AccountId by, ConferenceId id, CancelMode mode)
    {
        var (refusal, cancelled) = await store.ReadAsync(async session =>
        {
            if (await FindWithRightAsync(session, by, id) is not var (meeting, context))
                return (Refusal.ConfDataNotFound, null);
            return (BookingRules.TryCancel(meeting, context.By, mode, clock.GetUtcNow(), out var off), off);
        });
        if (refusal != Refusal.None)
            return refusal;

        if (cancelled!.EndsRun)
            await EndRunAsync(by, id);
        await store.WriteAsync(async session =>
        {
            await bookings.SaveAsync(session, cancelled.Meeting, clock.GetUtcNow());
            await news.TellAsync(session, cancelled);
        });
        return Refusal.None;
    }

    public Task<Refusal> ChangeOccurrenceAsync(AccountId by, ConferenceId id, OccurrenceChange change) => store.WriteAsync(async session =>
    {
        if (await FindWithRightAsync(session, by, id) is not var (meeting, context))
            return Refusal.ConfDataNotFound;

        var now = clock.GetUtcNow();
        var refusal = OccurrenceRules.TryChange(meeting, change, context, now, out var changed);
        if (refusal == Refusal.None)
        {
            await bookings.SaveAsync(session, changed!.Meeting, now);
            await news.TellAsync(session, changed);
        }

        return refusal;
    });

    public async Task<Refusal> CancelOccurrencesAsync(AccountId by, ConferenceId id, IReadOnlyList<string> occurrences, CancelMode mode)
    {
        var endsRun = false;
        var refusal = await store.WriteAsync(async session =>
        {
            if (await FindWithRightAsync(session, by, id) is not var (meeting, context))
                return Refusal.ConfDataNotFound;

            var now = clock.GetUtcNow();
            var said = OccurrenceRules.TryCancel(meeting, occurrences, context.By, mode, now, out var cancelled);
            if (said != Refusal.None)
                return said;

            endsRun = cancelled!.EndsRun;
            if (!endsRun)
            {
                await bookings.SaveAsync(session, cancelled.Meeting, now);
                await news.TellAsync(session, cancelled);
            }

            return Refusal.None;
        });
        if (refusal != Refusal.None || !endsRun)
            return refusal;

        // The end of its run takes the time that is held out of the booking; what is left of the wish is then carried out as any other.
        await EndRunAsync(by, id);
        var left = await FindAsync(id) is { } rest ? occurrences.Where(one => rest.Occurrences.Any(held => held.Id == one)).ToArray() : [];
        return left.Length == 0 ? Refusal.None : await CancelOccurrencesAsync(by, id, left, CancelMode.RefuseIfHeld);
    }

    /// <summary>Starts a booked meeting for one who knows its password: the chair's always, the guests' where they may come first.</summary>
    public async Task<(Refusal Refusal, RunningMeeting? Run)> StartAsync(Caller by, ConferenceId number, string password)
    {
        var meeting = await store.ReadAsync(session => bookings.FindAsync(session, number));
        if (meeting is null || meeting.Corporation != by.Corporation)
            return (Refusal.ConfNotFoundOrAuthFailed, null);
        if (!meeting.Passwords.IsChair(password))
        {
            if (password.Length == 0 || !meeting.Passwords.IsGuest(password))
                return (Refusal.ConfNotFoundOrAuthFailed, null);
            if (!meeting.Entry.GuestsFirst)
                return (meeting.HasRoomSeats ? Refusal.VmrOnlyAllowChairStartConf : Refusal.NotAllowedGuestFirstJoin, null);
        }

        var opened = await desk.OpenAsync(meeting.Id);
        return (opened.Refusal, opened.Meeting);
    }

    public Task<BookedMeeting?> FindAsync(ConferenceId id) => store.ReadAsync(session => bookings.FindByIdAsync(session, id));

    /// <summary>What is booked on a room with a fixed number follows when its holder changes the room; what is held in it, before anybody else can come in.</summary>
    public async Task FollowAsync(StoreSession session, CloudRoom room)
    {
        foreach (var meeting in await bookings.OnRoomAsync(session, room.Id))
        {
            var followed = BookingRules.Follow(meeting, room);
            if (ReferenceEquals(followed, meeting))
                continue;

            await bookings.SaveAsync(session, followed);
            if (meeting.Phase is BookingPhase.Created or BookingPhase.Creating && followed.Passwords != meeting.Passwords)
                session.WhenCommitted(() => _ = desk.AskAsync(meeting.Id, new MeetingCommand.Rekey(Actor.Server, followed.Passwords, followed.Tokens.Guest)));
        }
    }

    private async Task<BookingAnswer> BookAsync(StoreSession session, AccountId by, BookingRequest request)
    {
        if (await ContextAsync(session, by, request.VmrFlag == 1 && request.VmrId is { Length: > 0 } room ? new RoomId(room) : null) is not { } context)
            return BookingAnswer.Of(Refusal.UserDataUserInfoNotExist);

        var completed = request with { Invitees = await InviteeDirectory.CompleteAsync(session, context.Corporation.Id, request.Invitees) };
        var now = clock.GetUtcNow();
        var (refusal, created) = await drafts.TryBookAsync(session, completed, context, now);
        if (refusal != Refusal.None)
            return BookingAnswer.Of(refusal);

        await bookings.SaveAsync(session, created!.Meeting, now);
        await news.TellAsync(session, created);
        return new BookingAnswer(Refusal.None, created.Meeting, context.Corporation, context.Room);
    }

    private Task<Refusal> EndRunAsync(AccountId by, ConferenceId id) => desk.AskAsync(id, new MeetingCommand.End(new Actor.AccountAdmin(by, "")));

    private async Task<(BookedMeeting Meeting, BookingContext Context)?> FindWithRightAsync(StoreSession session, AccountId by, ConferenceId id)
    {
        if (await bookings.FindByIdAsync(session, id) is not { } meeting || await ContextAsync(session, by, meeting.Room) is not { } context)
            return null;
        return meeting.Corporation == context.Corporation.Id ? (meeting, context) : null;
    }

    private async Task<BookingContext?> ContextAsync(StoreSession session, AccountId by, RoomId? room)
    {
        if (await Callers.AccountAsync(session, by) is not { } account || await CorporationTable.FindAsync(session, account.Corporation) is not { } tenant)
            return null;

        return new BookingContext
        {
            Corporation = tenant.ToCorporation(),
            By = account,
            Room = room is { } id ? await RoomTable.FindAsync(session, id) : null,
            RoomUses = room is { } used ? [.. (await bookings.OnRoomAsync(session, used)).SelectMany(RoomCalendar.Uses)] : [],
            IsTaken = index.Has,
            Limits = Limits,
        };
    }
}

/// <summary>How a booking ended: refused, or with the meeting as it is now and what it may use.</summary>
internal sealed record BookingAnswer(Refusal Refusal, BookedMeeting? Meeting, Corporation? Corporation, CloudRoom? Room)
{
    public static BookingAnswer Of(Refusal refusal) => new(refusal, null, null, null);
}
