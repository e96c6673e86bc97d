using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Corporations;
using Meetings.History;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// What the desk reads and writes within one of its transactions: a run's state, its booking's phase, and the history that its events
/// make. Everything that a turn changed goes into the one transaction of that turn.
/// </summary>
internal sealed class DeskStore(IBookings bookings, BookingDrafts drafts, IEnumerable<ITurnWitness> witnesses)
{
    private readonly ITurnWitness[] _witnesses = [.. witnesses];

    /// <summary>
    /// What must be known to open a meeting: the booking as it is now, its corporation, and the size of its room. A room that nothing
    /// is booked on may be entered at any time; its booking is made with the run.
    /// </summary>
    public async Task<(Refusal Refusal, Opening? Opening)> FindAsync(StoreSession session, ConferenceId number, DateTimeOffset now)
    {
        var found = await bookings.FindAsync(session, number);
        if ((found ?? await drafts.OnRoomAsync(session, number, now)) is not { } meeting)
            return (Refusal.ConfDataNotFound, null);

        var booked = BookingLife.Advance(meeting, now);
        if (booked.Phase == BookingPhase.Destroyed)
            return (Refusal.ConfIsClosed, null);
        if (await CorporationTable.FindAsync(session, booked.Corporation) is not { } tenant)
            return (Refusal.ConfDataNotFound, null);

        int? seats = booked.HasRoomSeats && await RoomTable.FindAsync(session, booked.Room!.Value) is { } room ? room.Seats : null;
        return (Refusal.None, new Opening(booked, tenant.ToCorporation(), seats, IsBooked: found is not null));
    }

    public Task<BookedMeeting?> BookingAsync(StoreSession session, ConferenceId number) => bookings.FindAsync(session, number);

    public async Task<Corporation?> CorporationAsync(StoreSession session, CorporationId id) =>
        (await CorporationTable.FindAsync(session, id))?.ToCorporation();

    public async Task WriteAsync(StoreSession session, ConductedRun run)
    {
        var setup = run.Face.View.Setup;
        var isNew = run.Raised is [MeetingEvent.Opened, ..];
        if (isNew)
            await BeginAsync(session, run, setup);

        var numbers = new AuditNumbers(session, setup.Run);
        foreach (var entry in run.Refused)
            await HistoryTable.AuditAsync(session, entry, await numbers.NextAsync());
        foreach (var happened in run.Raised)
            await WriteAsync(session, run, happened, numbers);

        if (run.IsOver)
            await RunTable.DeleteAsync(session, setup.Run);
        else
            await RunTable.WriteAsync(session, setup.Run, setup.Conference, run.Peak, run.Image.Compare(run.Meeting.Snapshot()));

        if (run.Raised.Count > 0)
        {
            foreach (var witness in _witnesses)
                await witness.RecordAsync(session, run.Look(), run.Raised);
        }
    }

    public void Committed()
    {
        foreach (var witness in _witnesses)
            witness.Committed();
    }

    private static async Task WriteAsync(StoreSession session, MeetingEvent.Joined joined, RunId run) =>
        await HistoryTable.JoinedAsync(session, StayOf(run, joined.Participant, joined.At));

    private async Task WriteAsync(StoreSession session, ConductedRun run, MeetingEvent happened, AuditNumbers numbers)
    {
        switch (happened)
        {
            case MeetingEvent.Joined joined:
                await WriteAsync(session, joined, run.Face.Run);
                break;
            case MeetingEvent.Left left:
                await HistoryTable.LeftAsync(
                    session,
                    StayOf(run.Face.Run, left.Participant, left.Participant.JoinedAt) with
                    {
                        Left = left.At,
                        LeaveReason = left.Reason == LeaveReason.LeftByHimself ? "" : left.Reason.ToString(),
                    });
                break;
            case MeetingEvent.Audited audited:
                await HistoryTable.AuditAsync(session, run.EntryOf(audited.Line), await numbers.NextAsync());
                break;
            case MeetingEvent.Ended ended:
                await EndAsync(session, run, ended);
                break;
            default:
                break;
        }
    }

    private async Task BeginAsync(StoreSession session, ConductedRun run, MeetingSetup setup)
    {
        if ((run.Unbooked ?? await bookings.FindAsync(session, setup.Conference)) is not { } found)
            return;

        var begun = BookingLife.Begin(BookingLife.Advance(found, run.Face.View.Dynamics.StartedAt), setup.Run);
        await bookings.SaveAsync(session, begun);
        await HistoryTable.BeginAsync(session, new RunRecord
        {
            Id = setup.Run,
            Meeting = begun,
            OccurrenceId = begun.Occurrences is [var current, ..] ? current.Id : "",
            Start = run.Face.View.Dynamics.StartedAt,
        });
    }

    private async Task EndAsync(StoreSession session, ConductedRun run, MeetingEvent.Ended ended)
    {
        var booked = await bookings.FindAsync(session, run.Face.Conference);
        if (booked is not null && booked.Run == run.Face.Run)
            await bookings.SaveAsync(session, BookingLife.End(booked, ended.ConcludesAt > ended.At ? RunEnding.EverybodyLeft : RunEnding.ForGood, ended.At));
        if (await HistoryTable.FindAsync(session, run.Face.Run) is not { } begun)
            return;

        await HistoryTable.EndAsync(session, begun with
        {
            // A booking that was called off while it was held is gone; history keeps it as it was when the run began.
            Meeting = booked ?? begun.Meeting,
            End = ended.At,
            EndReason = ended.Reason.ToString(),
            PeakParticipants = run.Peak,
            HasRecording = run.HasRecorded,
        });
    }

    private static AttendanceEntry StayOf(RunId run, Participant participant, DateTimeOffset joined) => new()
    {
        Run = run,
        Participant = participant.Id,
        DisplayName = participant.Name,
        Account = participant.Account,
        Login = participant.Login,
        CallNumber = participant.Number,
        DeviceType = participant.Device.Kind.ToString(),
        UserAgent = participant.Device.UserAgent,
        Joined = joined,
        MediaType = participant.Device.Video ? "Video" : "Voice",
        DepartmentName = participant.Department,
        IsHost = participant.IsChair,
    };

    /// <summary>The lines of one run's trail count on from the last that is stored.</summary>
    private sealed class AuditNumbers(StoreSession session, RunId run)
    {
        private long _last = -1;

        public async ValueTask<long> NextAsync()
        {
            if (_last < 0)
                _last = await HistoryTable.LastAuditNumberAsync(session, run);
            return ++_last;
        }
    }
}

/// <summary>A booking that may be opened, and what it is opened with.</summary>
internal sealed record Opening(BookedMeeting Booked, Corporation Corporation, int? RoomSeats, bool IsBooked);
