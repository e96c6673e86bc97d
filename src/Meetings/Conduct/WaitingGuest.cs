using System.Text.Json.Serialization;

namespace Meetings.Conduct;

/// <summary>Someone before the door: he takes no seat, hears and sees nothing.</summary>
public sealed record WaitingGuest
{
    public required JoinRequest Request { get; init; }

    public required WaitingFor WaitingFor { get; init; }

    public DateTimeOffset Since { get; init; }

    /// <summary>True from the moment someone let him in until he is in.</summary>
    public bool Admitted { get; init; }

    [JsonIgnore]
    public ParticipantId Id => Request.Who;
}

public enum WaitingFor
{
    /// <summary>The chair has not come yet.</summary>
    Chair,

    /// <summary>Somebody has to let him in.</summary>
    Admission,
}

public enum WaitingEnd
{
    Admitted,
    Left,
    Removed,
    MeetingEnded,
}
