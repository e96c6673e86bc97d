using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>Everything about a running meeting that changes and is not about one person. Immutable, like <see cref="Participant"/>.</summary>
public sealed record Dynamics
{
    public RunState State { get; init; } = RunState.Created;

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    /// <summary>By how much the meeting prolongs itself; zero: not.</summary>
    public TimeSpan Prolong { get; init; }

    public VideoMode Mode { get; init; } = VideoMode.Free;

    /// <summary>Voice activation: the loudest is shown. With <see cref="VideoMode.Fixed"/>: inside the multi-picture.</summary>
    public bool VoiceActivated { get; init; }

    /// <summary>Who everybody watches in <see cref="VideoMode.Broadcast"/> and <see cref="VideoMode.RollCall"/>.</summary>
    public ParticipantId? Watched { get; init; }

    /// <summary>Was watched until a layout was set; he alone does not see the multi-picture until it is broadcast.</summary>
    public ParticipantId? WatchedBefore { get; init; }

    public bool ChairPolling { get; init; }

    /// <summary>Whom the chair sees at this moment of the polling.</summary>
    public ParticipantId? Polled { get; init; }

    /// <summary>The layout in use.</summary>
    public MultiPictureChoice MultiPicture { get; init; } = new();

    /// <summary>Stands on all composed pictures.</summary>
    public Caption? Caption { get; init; }

    public ParticipantId? Chair { get; init; }

    /// <summary>A chair has been in since the start, so guests no longer wait for one.</summary>
    public bool ChairHasCome { get; init; }

    public bool Locked { get; init; }

    public bool AllMuted { get; init; }

    /// <summary>Participants may unmute themselves.</summary>
    public bool CanUnmute { get; init; } = true;

    public bool SharingLocked { get; init; }

    /// <summary>Anyone may take over a running share; otherwise hosts only.</summary>
    public bool FreeShare { get; init; } = true;

    public ParticipantId? Sharer { get; init; }

    public JoinRestriction JoinRestriction { get; init; }

    public JoinRestriction AudienceRestriction { get; init; }

    public ChatPermission Chat { get; init; } = ChatPermission.Free;

    public ClientRecording ClientRecording { get; init; } = ClientRecording.Hosts;

    public bool AllowOpenCamera { get; init; } = true;

    public bool AllowRename { get; init; } = true;

    public bool WaitingRoom { get; init; }

    public bool Paused { get; init; }

    public RecordingState Recording { get; init; }

    /// <summary>Something of this run has been recorded.</summary>
    public bool HasRecorded { get; init; }

    public bool AutoRecordTried { get; init; }

    public LiveState Live { get; init; }

    /// <summary>How many terminals watch a site of their own.</summary>
    public int PartViews { get; init; }

    /// <summary>maxPartViewNum of the wire.</summary>
    public const int MaxPartViews = 8;
}

public enum RunState
{
    Created,
    Destroyed,
}

public enum VideoMode
{
    Free,
    Fixed,
    Broadcast,
    RollCall,
}

/// <summary>chatPermission of the wire.</summary>
public enum ChatPermission
{
    None = 1,
    PrivateOnly = 2,
    PublicOnly = 3,
    Free = 4,
}

/// <summary>clientRecMode of the wire: who may record on his own machine.</summary>
public enum ClientRecording
{
    Hosts = 0,
    Everyone = 1,
    Chosen = 2,
}

public enum RecordingState
{
    Off,

    /// <summary>Asked of the recorder, which has not answered yet.</summary>
    Starting,
    On,
    Paused,
    Stopping,
}

public enum LiveState
{
    Off,
    Starting,
    On,
    Stopping,
}
