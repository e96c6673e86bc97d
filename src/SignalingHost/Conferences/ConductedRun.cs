using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.History;

namespace SignalingHost.Conferences;

/// <summary>
/// One run as the desk's loop has it: the machine, what it has raised since the last commit, and what the store has of it. What was
/// raised is kept until a transaction with all of it has been committed; only then does anyone outside hear of it.
/// </summary>
internal sealed class ConductedRun : IMeetingOutput
{
    private readonly List<MeetingEvent> _raised = [];
    private readonly List<AuditEntry> _refused = [];
    private Meeting? _meeting;
    private long _version;
    private int _refusedLines;

    private ConductedRun()
    {
    }

    public Meeting Meeting => _meeting!;

    public RunImage Image { get; } = new();

    /// <summary>Since the last commit.</summary>
    public IReadOnlyList<MeetingEvent> Raised => _raised;

    /// <summary>Operations refused since the last commit.</summary>
    public IReadOnlyList<AuditEntry> Refused => _refused;

    public RunningMeeting Face { get; private set; } = null!;

    /// <summary>Whether the outside has been told that it runs.</summary>
    public bool IsListed { get; set; }

    /// <summary>The most who were in at one time.</summary>
    public int Peak { get; private set; }

    public bool HasRecorded => Meeting.Dynamics.HasRecorded;

    /// <summary>A defect has ended it.</summary>
    public bool HasFailed { get; private set; }

    public bool IsOver => HasFailed || Meeting.IsOver;

    public DateTimeOffset NextDeadline => IsOver ? DateTimeOffset.MaxValue : Meeting.NextDeadline;

    /// <summary>For which moment the desk has been asked to look again.</summary>
    public DateTimeOffset WokenAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The booking that is made when the run begins, where somebody entered a room that nothing was booked on.</summary>
    public BookedMeeting? Unbooked { get; private init; }

    public static ConductedRun Open(MeetingSetup setup, MeetingPorts ports, DateTimeOffset now, BookedMeeting? unbooked = null)
    {
        var run = new ConductedRun { Unbooked = unbooked };
        run._meeting = Meeting.Open(setup, ports, now, run);
        run.Face = new RunningMeeting(run.Look());
        return run;
    }

    public static ConductedRun Restore(MeetingState state, MeetingPorts ports, int peak)
    {
        var run = new ConductedRun { Peak = peak, _meeting = Meeting.Restore(state, ports) };
        run.Face = new RunningMeeting(run.Look());
        return run;
    }

    void IMeetingOutput.Raise(MeetingEvent raised) => _raised.Add(raised);

    public Refusal Handle(MeetingCommand command, DateTimeOffset now, int mostRefusedLines)
    {
        var refusal = Meeting.Handle(command, now, this);
        if (refusal != Refusal.None && _refusedLines < mostRefusedLines && Meeting.RefusedLine(command, refusal, now) is { } line)
        {
            _refusedLines++;
            _refused.Add(EntryOf(line));
        }

        CountPeak();
        return refusal;
    }

    public void Advance(DateTimeOffset now)
    {
        Meeting.Advance(now, this);
        CountPeak();
    }

    /// <summary>A defect of ours: the run ends here, and may be begun anew until its booked end.</summary>
    public void Fail(DateTimeOffset now)
    {
        HasFailed = true;
        foreach (var participant in Face.View.Participants)
            _raised.Add(new MeetingEvent.HangUp(participant.Id, LeaveReason.MeetingEnded));
        var setup = Face.View.Setup;
        _raised.Add(new MeetingEvent.Ended(EndReason.Fault, now, setup.BookedEnd > now ? setup.BookedEnd.Value : now));
    }

    public AuditEntry EntryOf(AuditLine line) => new()
    {
        Run = Face.Run,
        At = line.At,
        Source = line.Source,
        Operator = line.Operator,
        Code = line.Operation,
        Object = line.Object,
        Result = line.Result,
        Detail = line.Detail,
    };

    /// <summary>The store has it all: shows it to the outside and begins to collect anew.</summary>
    public IReadOnlyList<MeetingEvent> Publish()
    {
        MeetingEvent[] events = [.. _raised];
        _raised.Clear();
        _refused.Clear();
        Image.Adopt();
        if (events.Length > 0)
        {
            _version++;
            Face.Publish(Look(), events);
        }

        return events;
    }

    /// <summary>As it is at this moment.</summary>
    public MeetingView Look()
    {
        var before = Face?.View;
        if (HasFailed)
        {
            return new MeetingView
            {
                Version = _version,
                Setup = before!.Setup,
                Dynamics = before.Dynamics with { State = RunState.Destroyed },
                Participants = [],
                Attendees = before.Attendees,
                Waiting = [],
                Layouts = before.Layouts,
                Speakers = [],
            };
        }

        return new MeetingView
        {
            Version = _version,
            Setup = Meeting.Setup,
            Dynamics = Meeting.Dynamics,
            Participants = Same(before?.Participants, Meeting.Participants),
            Attendees = Same(before?.Attendees, Meeting.Attendees),
            Waiting = Same(before?.Waiting, Meeting.Waiting),
            Layouts = Same(before?.Layouts, Meeting.Layouts),
            Speakers = Meeting.Speakers,
            Pictures = Meeting.Pictures,
            Composition = Meeting.Composition,
        };
    }

    // A list in which nothing has changed is not copied.
    private static T[] Same<T>(T[]? before, IEnumerable<T> now)
        where T : class
    {
        if (before is null)
            return [.. now];

        var at = 0;
        foreach (var one in now)
        {
            if (at >= before.Length || !ReferenceEquals(before[at], one))
                return [.. now];
            at++;
        }

        return at == before.Length ? before : [.. now];
    }

    private void CountPeak()
    {
        if (Meeting.Participants.Count > Peak)
            Peak = Meeting.Participants.Count(participant => participant.HasEntered) is var inside && inside > Peak ? inside : Peak;
    }
}
