using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>
/// Everything a running meeting tells (the first part: for REST, push, webhook and history) and asks (the second part: for media and
/// signalling to carry out). Raised only when a command succeeded or time has come.
/// </summary>
public abstract record MeetingEvent
{
    private MeetingEvent()
    {
    }

    // Told.
    public sealed record Opened(MeetingSetup Setup, Dynamics Dynamics) : MeetingEvent;

    /// <summary>What the basic information is made of is different now.</summary>
    public sealed record SetupChanged(MeetingSetup Setup) : MeetingEvent;

    public sealed record DynamicsChanged(Dynamics Before, Dynamics After) : MeetingEvent;

    /// <summary>Once per turn and participant; before is null for one who was not in the list.</summary>
    public sealed record ParticipantChanged(Participant? Before, Participant After) : MeetingEvent;

    public sealed record ParticipantRemoved(Participant Last, LeaveReason Reason) : MeetingEvent;

    public sealed record AttendeeChanged(Attendee Attendee) : MeetingEvent;

    public sealed record AttendeeRemoved(Attendee Attendee) : MeetingEvent;

    public sealed record WaitingChanged(WaitingGuest Guest) : MeetingEvent;

    public sealed record WaitingRemoved(WaitingGuest Guest, WaitingEnd End) : MeetingEvent;

    /// <summary>The three loudest, loudest first; empty is silence.</summary>
    public sealed record SpeakersChanged(IReadOnlyList<Speaker> Speakers) : MeetingEvent;

    /// <summary><see cref="Refusal.None"/>: came. Otherwise why not.</summary>
    public sealed record InviteAnswered(string Number, ParticipantId? Who, Refusal Cause) : MeetingEvent;

    public sealed record LayoutsChanged(IReadOnlyList<SavedLayout> Layouts) : MeetingEvent;

    /// <summary>Came through the door: meeting.join, and the start of a line of attendance.</summary>
    public sealed record Joined(Participant Participant, DateTimeOffset At) : MeetingEvent;

    /// <summary>Went: meeting.left, and the end of a line of attendance.</summary>
    public sealed record Left(Participant Participant, LeaveReason Reason, DateTimeOffset At) : MeetingEvent;

    public sealed record EndNear(DateTimeOffset EndsAt) : MeetingEvent;

    public sealed record HowlingMuted(Participant Participant) : MeetingEvent;

    /// <summary>The run is over (meeting.end). It may be entered again until <paramref name="ConcludesAt"/>.</summary>
    public sealed record Ended(EndReason Reason, DateTimeOffset At, DateTimeOffset ConcludesAt) : MeetingEvent;

    /// <summary>Closed for good (meeting.conclude); raised here only when that is at once.</summary>
    public sealed record Concluded(DateTimeOffset At) : MeetingEvent;

    public sealed record Audited(AuditLine Line) : MeetingEvent;

    // Asked.
    public sealed record SoundGate(ParticipantId Who, bool Open) : MeetingEvent;

    public sealed record PicturesDirected(PicturePlan Plan) : MeetingEvent;

    public sealed record LayoutSet(Composition Composition) : MeetingEvent;

    public sealed record HangUp(ParticipantId Who, LeaveReason Reason) : MeetingEvent;

    public sealed record CallOut(ParticipantId Who, Invitee Callee, MediaKind Media) : MeetingEvent;

    /// <summary>The former device of the same participant is to be let go.</summary>
    public sealed record DeviceMoved(Participant Before, Participant After) : MeetingEvent;

    public sealed record CameraAsked(ParticipantId Who, bool Open) : MeetingEvent;

    public sealed record ShareAsked(ParticipantId Who, bool Start) : MeetingEvent;

    public sealed record RecordingAsked(RecordAction Action, bool WithShare) : MeetingEvent;

    public sealed record LiveAsked(bool On, string Address, string ShareAddress) : MeetingEvent;

    /// <summary>To everyone when <paramref name="To"/> is null.</summary>
    public sealed record Prompted(Prompt Prompt, MeetingLanguage Language, ParticipantId? To, string Name) : MeetingEvent
    {
        /// <summary>Whom it tells of; he knows it himself.</summary>
        public ParticipantId? About { get; init; }
    }

    public sealed record PauseAsked(bool On) : MeetingEvent;
}

public readonly record struct Speaker(ParticipantId Who, string Name, int Volume);

public enum LeaveReason
{
    LeftByHimself,
    HungUpByChair,
    RemovedByChair,
    MeetingEnded,

    /// <summary>The connection broke and nobody came back in time.</summary>
    ConnectionLost,
    SentToWaitingRoom,
    Rejected,
    Busy,
    NoAnswer,
    Offline,
    NotExist,
    CallFailed,

    /// <summary>Was rung, and came with another device meanwhile.</summary>
    CameOtherwise,

    /// <summary>The seat could not be kept over a restart.</summary>
    NoSeat,
}

public enum EndReason
{
    EndedByChair,
    TimeIsUp,
    NobodyLeft,

    /// <summary>A defect of the server; said by whoever runs the meeting, never by the meeting.</summary>
    Fault,
}

public enum Prompt
{
    SomeoneJoined,
    SomeoneLeft,
    Muted,
    Unmuted,
    RecordingStarted,
    RecordingPaused,
    RecordingStopped,
    LiveStarted,
    LiveStopped,
    EndIsNear,
    YouHowl,
    WaitForChair,
    WaitForAdmission,
    MeetingEnded,
    YouAreChair,
}

/// <summary>Who did what to whom, with what result: one line of the audit trail.</summary>
public sealed record AuditLine(
    DateTimeOffset At, string Source, string Operator, string Operation, string Object, Refusal Result, string Detail);
