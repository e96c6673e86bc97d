using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// The running meetings themselves and what a turn does with them. The desk's loop alone calls it. A defect in one meeting ends that
/// meeting and is logged; the others do not notice.
/// </summary>
internal sealed class MeetingTable(
    DeskStore store, RunningMeetings running, CorporationSeats seats, IMeetingMedia media, IIdentitySource identities, DeskOptions options, ILogger log)
{
    // By the meeting's own number and by the one that people dial.
    private readonly Dictionary<ConferenceId, ConductedRun> _runs = [];
    private readonly PriorityQueue<ConductedRun, DateTimeOffset> _alarms = new();

    // Changed since the last commit, in the order of the first change.
    private readonly OrderedDictionary<RunId, ConductedRun> _changed = [];
    private readonly NewIds _ids = new(identities);

    public DateTimeOffset NextDeadline => _alarms.TryPeek(out _, out var at) ? at : DateTimeOffset.MaxValue;

    public bool IsDue(DateTimeOffset now) => NextDeadline <= now;

    /// <summary>What was stored comes back; everyone who was in is away until he returns.</summary>
    public async Task<int> RestoreAsync(StoreSession session, DateTimeOffset now)
    {
        var stored = await RunTable.ListAsync(session);
        foreach (var one in stored)
        {
            try
            {
                await RestoreAsync(session, one, now);
            }
            catch (Exception fault)
            {
                Log.MeetingNotRestored(log, fault, one.Id);
            }
        }

        await WriteAsync(session);
        return stored.Count;
    }

    /// <summary>Time first, then the letters in their order.</summary>
    public async Task HandleAsync(IReadOnlyList<DeskLetter> letters, DateTimeOffset now, StoreSession? session)
    {
        if (session is not null)
            Advance(now);
        foreach (var letter in letters)
            letter.Answer(await HandleAsync(letter, now, session));
    }

    /// <summary>Writes what has changed since the last commit.</summary>
    public async Task WriteAsync(StoreSession session)
    {
        foreach (var run in _changed.Values)
            await store.WriteAsync(session, run);
    }

    /// <summary>The store has everything: tells the outside.</summary>
    public void Publish()
    {
        if (_changed.Count == 0)
            return;

        foreach (var run in _changed.Values)
            Publish(run);

        _changed.Clear();
        store.Committed();
    }

    private void Publish(ConductedRun run)
    {
        var events = run.Publish();
        if (!run.IsListed)
        {
            run.IsListed = true;
            running.Add(run.Face);
        }

        running.Follow(run.Face, events);
        foreach (var happened in events)
            media.Carry(run.Face.Conference, happened);

        if (run.IsOver)
            running.Remove(run.Face);
    }

    private async ValueTask<DeskAnswer> HandleAsync(DeskLetter letter, DateTimeOffset now, StoreSession? session)
    {
        switch (letter)
        {
            case DeskLetter.Ask ask:
                return _runs.TryGetValue(ask.Conference, out var run) ? Ask(run, ask.Command, now) : DeskAnswer.Of(Refusal.ConfNotStarted);
            case DeskLetter.Open open:
                return _runs.GetValueOrDefault(open.Number) is { } already ? DeskAnswer.Of(already.Face) : await OpenAsync(open.Number, now, session!);
            case DeskLetter.Join join:
                var going = _runs.GetValueOrDefault(join.Number);
                if (IsElsewhere(join.Request.Device, join.Request.Number, going))
                    return DeskAnswer.Of(Refusal.HangUpJoinedTwice);
                return going is not null
                    ? Ask(going, new MeetingCommand.Join(Actor.Server, join.Request), now)
                    : await OpenForAsync(join.Number, join.Request, now, session!);
            case DeskLetter.Follow follow:
                Follow(follow.Corporation, now);
                return DeskAnswer.Of(Refusal.None);
            default:
                return DeskAnswer.Of(Refusal.ConfNotSupport);
        }
    }

    /// <summary>A telephone has one line: it does not sit in two meetings.</summary>
    private bool IsElsewhere(Device device, string number, ConductedRun? here) =>
        device.IsPhone && number.Length > 0 && running.WithPhone(number) is { } there && there.Run != here?.Face.Run;

    private DeskAnswer Ask(ConductedRun run, MeetingCommand command, DateTimeOffset now)
    {
        try
        {
            if (command is MeetingCommand.CallProgress { Step: CallStep.Answered } answered
                && run.Meeting.Find(answered.Who) is { } called && IsElsewhere(answered.Device ?? called.Device, called.Number, run))
            {
                run.Handle(answered with { Step = CallStep.Busy }, now, options.RefusedLinesPerRun);
                return new DeskAnswer(Refusal.HangUpJoinedTwice, run.Face);
            }

            return new DeskAnswer(run.Handle(command, now, options.RefusedLinesPerRun), run.Face);
        }
        catch (Exception fault)
        {
            Fail(run, fault, now);
            return new DeskAnswer(Refusal.ConfException, run.Face);
        }
        finally
        {
            Note(run);
        }
    }

    private void Follow(Corporation corporation, DateTimeOffset now)
    {
        seats.Follow(corporation);
        foreach (var run in _runs.Values.Where(run => run.Face.Corporation == corporation.Id).Distinct().ToArray())
            Follow(run, corporation, now);
    }

    private void Follow(ConductedRun run, Corporation corporation, DateTimeOffset now)
    {
        var setup = run.Meeting.Setup;
        var capacity = setup.SeatKind == SeatKind.CloudRoom && setup.RoomSeats is null ? setup.Capacity : MeetingSetups.CapacityOf(setup.Cap, setup.RoomSeats, corporation);
        if (capacity == setup.Capacity && corporation.LengthLimit == setup.MaxLength)
            return;

        Ask(run, new MeetingCommand.Resize(Actor.Server, capacity, corporation.LengthLimit), now);
        seats.Resize(run.Meeting.Setup);
    }

    private void Advance(DateTimeOffset now)
    {
        while (_alarms.TryPeek(out var run, out var at) && at <= now)
        {
            _alarms.Dequeue();
            if (run.WokenAt == at)
                run.WokenAt = DateTimeOffset.MaxValue;
            if (run.IsOver)
                continue;

            try
            {
                run.Advance(now);
            }
            catch (Exception fault)
            {
                Fail(run, fault, now);
            }

            Note(run);
        }
    }

    private async Task<DeskAnswer> OpenAsync(ConferenceId number, DateTimeOffset now, StoreSession session)
    {
        var (refusal, run) = await TryOpenAsync(number, now, session);
        if (run is null)
            return DeskAnswer.Of(refusal);

        Add(run);
        return DeskAnswer.Of(run.Face);
    }

    /// <summary>Tries whether he comes in when the meeting is open; if not, it never was.</summary>
    private async Task<DeskAnswer> OpenForAsync(ConferenceId number, JoinRequest request, DateTimeOffset now, StoreSession session)
    {
        var (refusal, run) = await TryOpenAsync(number, now, session);
        if (run is null)
            return DeskAnswer.Of(refusal);

        try
        {
            refusal = run.Handle(new MeetingCommand.Join(Actor.Server, request), now, mostRefusedLines: 0);
        }
        catch (Exception fault)
        {
            Log.MeetingFault(log, fault, run.Face.Run);
            refusal = Refusal.ConfException;
        }

        if (refusal == Refusal.None && run.Meeting.Find(request.Who) is { HasEntered: true })
        {
            Add(run);
            return DeskAnswer.Of(run.Face);
        }

        seats.Close(run.Face.Corporation, run.Face.Run);
        if (refusal != Refusal.None)
            return DeskAnswer.Of(refusal);
        return DeskAnswer.Of(run.Meeting.Setup.SeatKind == SeatKind.CloudRoom ? Refusal.VmrOnlyAllowChairStartConf : Refusal.NotAllowedGuestFirstJoin);
    }

    private async Task<(Refusal Refusal, ConductedRun? Run)> TryOpenAsync(ConferenceId number, DateTimeOffset now, StoreSession session)
    {
        var (refusal, opening) = await store.FindAsync(session, number, now);
        if (opening is null)
            return (refusal, null);

        var setup = MeetingSetups.Of(opening.Booked, opening.Corporation, identities.NewRun(), opening.RoomSeats, options.Conduct);

        // Nobody has booked it until then: when all have left, the room is free.
        if (!opening.IsBooked)
            setup = setup with { BookedEnd = null };
        refusal = seats.TryOpen(opening.Corporation, setup);
        if (refusal != Refusal.None)
            return (refusal, null);

        try
        {
            return (Refusal.None, ConductedRun.Open(setup, seats.PortsOf(setup, _ids), now, opening.IsBooked ? null : opening.Booked));
        }
        catch (Exception fault)
        {
            Log.MeetingFault(log, fault, setup.Run);
            seats.Close(setup.Corporation, setup.Run);
            return (Refusal.ConfException, null);
        }
    }

    private async Task RestoreAsync(StoreSession session, StoredRun stored, DateTimeOffset now)
    {
        var state = RunImage.Compose(stored.Setup, stored.Core, stored.Parts);
        if (await store.CorporationAsync(session, state.Setup.Corporation) is not { } corporation)
        {
            await RunTable.DeleteAsync(session, stored.Id);
            return;
        }

        seats.TryOpen(corporation, state.Setup);
        var run = ConductedRun.Restore(state, seats.PortsOf(state.Setup, _ids), stored.Peak);
        Ask(run, new MeetingCommand.ServerRestarted(Actor.Server), now);

        // What was bought or changed at the very last may not have reached the meeting.
        Follow(run, corporation, now);
        if (await store.BookingAsync(session, run.Face.Conference) is { RoomNumber: not null } booked && booked.Passwords != state.Setup.Passwords)
            Ask(run, new MeetingCommand.Rekey(Actor.Server, booked.Passwords, booked.Tokens.Guest), now);
        Add(run);
    }

    private void Add(ConductedRun run)
    {
        foreach (var number in NumbersOf(run))
            _runs[number] = run;
        _changed[run.Face.Run] = run;
        Note(run);
    }

    private void Drop(ConductedRun run)
    {
        foreach (var number in NumbersOf(run))
        {
            if (_runs.TryGetValue(number, out var same) && same == run)
                _runs.Remove(number);
        }

        seats.Close(run.Face.Corporation, run.Face.Run);
    }

    private static IEnumerable<ConferenceId> NumbersOf(ConductedRun run)
    {
        var setup = run.Face.View.Setup;
        return setup.DialledNumber.Length > 0 ? [setup.Conference, new ConferenceId(setup.DialledNumber)] : [setup.Conference];
    }

    private void Fail(ConductedRun run, Exception fault, DateTimeOffset now)
    {
        Log.MeetingFault(log, fault, run.Face.Run);
        run.Fail(now);
    }

    private void Note(ConductedRun run)
    {
        if (run.Raised.Count > 0 || run.Refused.Count > 0)
            _changed[run.Face.Run] = run;

        if (run.IsOver)
        {
            Drop(run);
            return;
        }

        var next = run.NextDeadline;
        if (next < run.WokenAt)
        {
            run.WokenAt = next;
            _alarms.Enqueue(run, next);
        }
    }

    private sealed class NewIds(IIdentitySource source) : IParticipantIds
    {
        public ParticipantId Next() => source.NewParticipant();
    }
}
