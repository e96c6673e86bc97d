using System.Text.Json.Serialization;

namespace Meetings.Conduct;

/// <summary>
/// One stay of one device in the meeting, from the call or the join until it has left. Immutable: a change is another record,
/// so who was told of one may keep it.
/// </summary>
public sealed record Participant
{
    public required ParticipantId Id { get; init; }

    public required string Name { get; init; }

    public string Number { get; init; } = "";

    public AccountId? Account { get; init; }

    public CorporationId? Corporation { get; init; }

    public string Login { get; init; } = "";

    public string AppId { get; init; } = "";

    public string Department { get; init; } = "";

    public Device Device { get; init; } = new();

    public Presence Presence { get; init; } = Presence.In;

    public Role Role { get; init; }

    public bool Cohost { get; init; }

    public bool Muted { get; init; }

    public bool CameraOn { get; init; }

    /// <summary>When the hand went up; null while it is down. The order of hands is the order of these.</summary>
    public DateTimeOffset? HandAt { get; init; }

    public bool Sharing { get; init; }

    public bool InvitedToShare { get; init; }

    /// <summary>Everybody watches this one.</summary>
    public bool Broadcast { get; init; }

    public bool RollCalled { get; init; }

    /// <summary>What this one chose to watch, or was made to.</summary>
    public ViewKind View { get; init; }

    public ParticipantId? ViewSource { get; init; }

    public bool ViewLocked { get; init; }

    public bool MayRecord { get; init; }

    public bool Recording { get; init; }

    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>The order of coming in, rising; never used twice in a run.</summary>
    public long Entry { get; init; }

    /// <summary>When the present state runs out: a call that nobody answers, a place that is kept for someone away.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Came by the chair's call rather than by himself, and what that call asked.</summary>
    public bool Called { get; init; }

    public bool WantsChair { get; init; }

    [JsonIgnore]
    public bool Anonymous => Account is null;

    /// <summary>In, or back in a moment: has come through the door and has not left.</summary>
    [JsonIgnore]
    public bool HasEntered => Presence is Presence.In or Presence.Away;

    [JsonIgnore]
    public bool IsChair => Role == Role.Chair;

    [JsonIgnore]
    public bool HasPicture => Presence == Presence.In && Device.Video;
}

public enum Presence
{
    In,
    Calling,
    Joining,

    /// <summary>The connection broke; the place is kept for a while.</summary>
    Away,
}

public enum Role
{
    Guest = 0,
    Chair = 1,
    Audience = 2,
}

/// <summary>VIEW_TYPE of the wire.</summary>
public enum ViewKind
{
    None = 0,
    MultiPicture = 1,
    Site = 2,
}
