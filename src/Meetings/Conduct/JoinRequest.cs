namespace Meetings.Conduct;

/// <summary>Somebody at the door: who he is, what he knows, and what he brings.</summary>
public sealed record JoinRequest
{
    /// <summary>The id that this stay will have.</summary>
    public required ParticipantId Who { get; init; }

    public required string Name { get; init; }

    public string Number { get; init; } = "";

    /// <summary>What he typed or what his link stands for; null when he typed none.</summary>
    public string? Password { get; init; }

    /// <summary>Null: anonymous.</summary>
    public AccountId? Account { get; init; }

    public CorporationId? Corporation { get; init; }

    public string Login { get; init; } = "";

    public string AppId { get; init; } = "";

    public string Department { get; init; } = "";

    public Device Device { get; init; } = new();

    public bool MicrophoneOn { get; init; } = true;

    public bool CameraOn { get; init; } = true;

    /// <summary>Comes to watch only.</summary>
    public bool AsAudience { get; init; }

    /// <summary>The call that he answers by coming; his stay keeps the id of that call.</summary>
    public ParticipantId? Answers { get; init; }
}
