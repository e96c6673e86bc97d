using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>Everything the outside world can ask of a running meeting.</summary>
public abstract record MeetingCommand
{
    private MeetingCommand(Actor by) => By = by;

    public Actor By { get; init; }

    // Coming and going. Reported by the server, except leaving.
    public sealed record Join(Actor By, JoinRequest Request) : MeetingCommand(By);

    public sealed record Leave(Actor By, ParticipantId Who) : MeetingCommand(By);

    public sealed record Disconnect(Actor By, ParticipantId Who) : MeetingCommand(By);

    public sealed record Return(Actor By, ParticipantId Who, Device? Device = null) : MeetingCommand(By);

    /// <summary>The same person goes on with another device and keeps his place, id, role and mute.</summary>
    public sealed record MoveDevice(Actor By, ParticipantId Who, Device Device) : MeetingCommand(By);

    /// <summary>The process was started again: everyone who was in is away until he returns.</summary>
    public sealed record ServerRestarted(Actor By) : MeetingCommand(By);

    // Waiting room.
    public sealed record Admit(Actor By, ParticipantId Who) : MeetingCommand(By);

    public sealed record AdmitAll(Actor By) : MeetingCommand(By);

    public sealed record SendToWaitingRoom(Actor By, IReadOnlyList<ParticipantId> Who) : MeetingCommand(By);

    public sealed record RemoveFromWaitingRoom(Actor By, ParticipantId Who) : MeetingCommand(By);

    // Calling people in, and out.
    public sealed record Invite(Actor By, IReadOnlyList<InviteeRequest> Invitees) : MeetingCommand(By);

    /// <summary>Null: everyone of the list who is not in.</summary>
    public sealed record CallAgain(Actor By, string? Number) : MeetingCommand(By);

    public sealed record CallProgress(Actor By, ParticipantId Who, CallStep Step, Device? Device = null, Refusal Cause = Refusal.None)
        : MeetingCommand(By);

    public sealed record HangUp(Actor By, IReadOnlyList<ParticipantId> Who) : MeetingCommand(By);

    public sealed record Remove(Actor By, IReadOnlyList<ListEntry> Who) : MeetingCommand(By);

    public sealed record Rename(Actor By, ParticipantId? Who, string Number, string NewName) : MeetingCommand(By);

    // Roles.
    public sealed record ApplyChair(Actor By, ParticipantId Who, string? Password) : MeetingCommand(By);

    public sealed record ReleaseChair(Actor By, ParticipantId Who) : MeetingCommand(By);

    public sealed record TransferChair(Actor By, ParticipantId Who) : MeetingCommand(By);

    public sealed record SetCohost(Actor By, ParticipantId Who, bool On) : MeetingCommand(By);

    // Sound and hands.
    public sealed record Mute(Actor By, ParticipantId Who, bool On) : MeetingCommand(By);

    public sealed record MuteAll(Actor By, bool On, bool MayUnmuteThemselves = true) : MeetingCommand(By);

    public sealed record LetGuestsUnmute(Actor By, bool On) : MeetingCommand(By);

    public sealed record RaiseHand(Actor By, ParticipantId Who, bool Up) : MeetingCommand(By);

    public sealed record RaiseHands(Actor By, IReadOnlyList<ParticipantId> Who, bool Up) : MeetingCommand(By);

    public sealed record SpeakerLevels(Actor By, IReadOnlyList<SpeakerLevel> Levels) : MeetingCommand(By);

    public sealed record HowlingHeard(Actor By, ParticipantId Who) : MeetingCommand(By);

    // Cameras and sharing.
    public sealed record AskCamera(Actor By, ParticipantId Who, bool Open) : MeetingCommand(By);

    public sealed record ReportCamera(Actor By, ParticipantId Who, bool On) : MeetingCommand(By);

    public sealed record InviteToShare(Actor By, ParticipantId Who, bool On) : MeetingCommand(By);

    public sealed record StartShare(Actor By, ParticipantId Who) : MeetingCommand(By);

    public sealed record StopShare(Actor By, ParticipantId Who) : MeetingCommand(By);

    // Pictures.
    public sealed record Broadcast(Actor By, ParticipantId Who) : MeetingCommand(By);

    public sealed record CancelBroadcast(Actor By) : MeetingCommand(By);

    public sealed record RollCall(Actor By, ParticipantId Who) : MeetingCommand(By);

    /// <summary>The words and numbers of the wire: Fixed or VAS; 0 single, 1 multi-picture.</summary>
    public sealed record SwitchMode(Actor By, string? Mode, int ImageType) : MeetingCommand(By);

    /// <summary>viewType 0 polling, 1 multi-picture, 2 one site; seconds null or 0 are 10; Start counts for polling alone.</summary>
    public sealed record ChairView(Actor By, int ViewType, ParticipantId? Source = null, int? SwitchTime = null, bool Start = false)
        : MeetingCommand(By);

    public sealed record PartView(Actor By, ParticipantId Viewer, int ViewType, ParticipantId? Source) : MeetingCommand(By);

    public sealed record LockView(Actor By, ParticipantId Viewer, bool On, ParticipantId? Source = null) : MeetingCommand(By);

    public sealed record SetMultiPicture(Actor By, MultiPictureRequest Request) : MeetingCommand(By);

    public sealed record SaveLayout(Actor By, SavedLayout Layout) : MeetingCommand(By);

    public sealed record DeleteLayout(Actor By, string LayoutId) : MeetingCommand(By);

    /// <summary>The words of the wire: caption or banner, and the text.</summary>
    public sealed record ShowCaption(Actor By, string? Type, string? Text) : MeetingCommand(By);

    public sealed record RemoveCaption(Actor By) : MeetingCommand(By);

    // The meeting as a whole.
    public sealed record Lock(Actor By, bool On) : MeetingCommand(By);

    /// <summary>Auto: prolong again and again while someone is in. Minutes null are 15.</summary>
    public sealed record Extend(Actor By, bool Auto, int? Minutes) : MeetingCommand(By);

    public sealed record End(Actor By) : MeetingCommand(By);

    public sealed record Pause(Actor By, bool On) : MeetingCommand(By);

    public sealed record Record(Actor By, RecordAction Action) : MeetingCommand(By);

    public sealed record RecordingReported(Actor By, MediaReport Report) : MeetingCommand(By);

    public sealed record GoLive(Actor By, bool On) : MeetingCommand(By);

    public sealed record LiveReported(Actor By, MediaReport Report) : MeetingCommand(By);

    public sealed record AllowClientRecord(Actor By, ParticipantId Who, bool On) : MeetingCommand(By);

    public sealed record ReportClientRecord(Actor By, ParticipantId Who, bool On) : MeetingCommand(By);

    public sealed record Configure(Actor By, ConfigurationChange Change) : MeetingCommand(By);

    /// <summary>
    /// The room or the corporation has another size now; it holds at once for those who come. Or another limit of length, null for the
    /// same: what the old one cut short goes on, and an end that has been told is never brought forward.
    /// </summary>
    public sealed record Resize(Actor By, int Capacity, TimeSpan? MaxLength = null) : MeetingCommand(By);

    /// <summary>The room's passwords and links have been changed: they hold for those who come from now on.</summary>
    public sealed record Rekey(Actor By, MeetingPasswords Passwords, string GuestKey) : MeetingCommand(By);
}

/// <summary>How far a call has come.</summary>
public enum CallStep
{
    Ringing,

    /// <summary>Has taken up; sound and picture are being agreed on.</summary>
    Joining,

    /// <summary>Is there.</summary>
    Answered,
    Rejected,
    Busy,
    NoAnswer,
    Offline,
    NotExist,
    Failed,
}

/// <summary>A line of the list to take away: by its number, and by its stay when it is in.</summary>
public readonly record struct ListEntry(string Number, ParticipantId? Participant);

/// <summary>How loud somebody is, 0 … 100.</summary>
public readonly record struct SpeakerLevel(ParticipantId Who, int Volume)
{
    /// <summary>For how long he has spoken without a pause; zero where that is not known.</summary>
    public TimeSpan Lasts { get; init; }
}

/// <summary>The numbers of mmrRecord.</summary>
public enum RecordAction
{
    Pause = 0,
    Start = 1,
    Stop = 2,
}

/// <summary>What the recorder or the live push says of itself.</summary>
public enum MediaReport
{
    Started,
    Stopped,
    Failed,
}

/// <summary>updateStartedConfConfig: what is null stays as it is. Numbers are those of the wire, so out of range is for the rules to say.</summary>
public sealed record ConfigurationChange
{
    public int? LockSharing { get; init; }

    public int? JoinRestriction { get; init; }

    public int? AllowUnmuteByOneself { get; init; }

    public int? ChatPermission { get; init; }

    public int? AudienceRestriction { get; init; }

    public int? ClientRecording { get; init; }

    public int? AllowOpenCamera { get; init; }

    public int? AllowRename { get; init; }

    public int? Lock { get; init; }

    public int? FreeShare { get; init; }

    public int? WaitingRoom { get; init; }

    public MeetingLanguage? Language { get; init; }
}
