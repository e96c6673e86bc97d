using System.Text.Json.Serialization.Metadata;

namespace Meetings.Conduct;

/// <summary>A running meeting, whole, as plain records: what is stored so that it outlives the process.</summary>
public sealed record MeetingState
{
    public required MeetingSetup Setup { get; init; }

    public required Dynamics Dynamics { get; init; }

    /// <summary>In the order of coming in.</summary>
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    public IReadOnlyList<Attendee> Attendees { get; init; } = [];

    public IReadOnlyList<WaitingGuest> Waiting { get; init; } = [];

    public IReadOnlyList<SavedLayout> Layouts { get; init; } = [];

    public long NextEntry { get; init; }

    public bool EndNoticeGiven { get; init; }

    public DateTimeOffset? EmptySince { get; init; }

    public PollingState Polling { get; init; } = new();

    public VoiceState Voice { get; init; } = new();

    /// <summary>Which member of the panes with several is shown, and until when.</summary>
    public int PaneTurn { get; init; }

    public DateTimeOffset? PaneTurnAt { get; init; }

    /// <summary>A layout that was saved without effect.</summary>
    public MultiPictureChoice? StoredPicture { get; init; }

    /// <summary>Those in the automatic multi-picture, by place.</summary>
    public IReadOnlyList<AutoPlace> AutoPlaces { get; init; } = [];
}

public sealed record PollingState
{
    public TimeSpan Interval { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The order of entry of whom is shown: the next has a higher one.</summary>
    public long AtEntry { get; init; }
}

/// <summary>Who has been heard.</summary>
public sealed record VoiceState
{
    /// <summary>Who is shown by voice activation, and since when; the one before him is what he himself is shown.</summary>
    public ParticipantId? Floor { get; init; }

    public DateTimeOffset FloorSince { get; init; }

    /// <summary>When he was heard last.</summary>
    public DateTimeOffset FloorHeardAt { get; init; }

    public ParticipantId? Before { get; init; }

    /// <summary>Has been the loudest since then, but not long enough to be shown.</summary>
    public ParticipantId? Candidate { get; init; }

    public DateTimeOffset CandidateSince { get; init; }

    public IReadOnlyList<Speaker> Told { get; init; } = [];

    public DateTimeOffset ToldAt { get; init; }

    /// <summary>Louder ones that have not been told yet, because the last telling was a moment ago.</summary>
    public IReadOnlyList<Speaker>? Untold { get; init; }
}

public sealed record AutoPlace(ParticipantId Who, DateTimeOffset SpokeAt);

/// <summary>How a running meeting is kept, whole or in its parts.</summary>
public static class MeetingStateJson
{
    public static class Default
    {
        public static JsonTypeInfo<MeetingState> MeetingState { get; } = KeptForm.Of<MeetingState>();

        public static JsonTypeInfo<MeetingSetup> MeetingSetup { get; } = KeptForm.Of<MeetingSetup>();

        public static JsonTypeInfo<Participant> Participant { get; } = KeptForm.Of<Participant>();

        public static JsonTypeInfo<Attendee> Attendee { get; } = KeptForm.Of<Attendee>();

        public static JsonTypeInfo<WaitingGuest> WaitingGuest { get; } = KeptForm.Of<WaitingGuest>();
    }
}
