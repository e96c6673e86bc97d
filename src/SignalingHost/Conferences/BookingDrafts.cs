using Meetings;
using Meetings.Booking;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>Makes bookings under numbers that nothing else has. Nothing is kept: that is for the caller, in the same transaction.</summary>
internal sealed class BookingDrafts(BookingIndex index, RunningMeetings running, IIdentitySource identities)
{
    private const int NumberTries = 20;

    // Nobody said how long: as long as people stay, with an end that shows and the corporation's limit above all.
    private static readonly TimeSpan RoomLength = TimeSpan.FromHours(2);

    public async Task<(Refusal Refusal, BookingEvent.Created? Created)> TryBookAsync(StoreSession session, BookingRequest request, BookingContext context, DateTimeOffset now)
    {
        var taken = new HashSet<ConferenceId>();
        for (var i = 0; i < NumberTries; i++)
        {
            var refusal = BookingRules.TryBook(request, context with { IsTaken = id => taken.Contains(id) || index.Has(id) }, identities, now, out var created);
            if (refusal != Refusal.None)
                return (refusal, null);
            if (!await RoomTable.IsNumberTakenAsync(session, created!.Meeting.Id.Value) && running.Find(created.Meeting.Id) is null)
                return (Refusal.None, created);

            taken.Add(created.Meeting.Id);
        }

        return (Refusal.ConfApplyResourceFailed, null);
    }

    /// <summary>
    /// The meeting that begins when somebody enters a room that nothing is booked on: its holder's, on the room's terms. Whether he who
    /// comes may begin it is for the meeting to say.
    /// </summary>
    public async Task<BookedMeeting?> OnRoomAsync(StoreSession session, ConferenceId number, DateTimeOffset now)
    {
        if (await RoomTable.FindByNumberAsync(session, number) is not { Holder: { } holder } room || await Callers.AccountAsync(session, holder) is not { } account
            || await CorporationTable.FindAsync(session, room.Corporation) is not { } tenant)
            return null;

        var corporation = tenant.ToCorporation();
        var length = RoomLength < corporation.LengthLimit ? RoomLength : corporation.LengthLimit;
        var request = new BookingRequest { VmrFlag = 1, VmrId = room.Id.Value, MediaTypes = "HDVideo", Length = (int)length.TotalMinutes, ProlongLength = 60 };
        var context = new BookingContext { Corporation = corporation, By = account, Room = room, IsTaken = index.Has };
        return (await TryBookAsync(session, request, context, now)).Created?.Meeting;
    }
}
