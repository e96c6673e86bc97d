namespace Meetings.DialIn;

/// <summary>Who calls, and what is known of where to. A terminal that dialled the meeting's id itself has the meeting already.</summary>
public sealed record DialInCall
{
    /// <summary>The id that the caller's stay will have.</summary>
    public required ParticipantId Who { get; init; }

    /// <summary>That of the access number that was dialled.</summary>
    public MeetingLanguage Language { get; init; }

    /// <summary>The caller is asked which language he wants.</summary>
    public bool Bilingual { get; init; }

    public string? Meeting { get; init; }

    public string? Password { get; init; }
}
