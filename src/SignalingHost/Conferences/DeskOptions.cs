using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>How much the desk takes on, and how its meetings are conducted.</summary>
internal sealed record DeskOptions
{
    public MeetingOptions Conduct { get; init; } = new();

    /// <summary>Letters that wait at one time; one more is answered "busy" at once.</summary>
    public int Mailbox { get; init; } = 8_192;

    /// <summary>Letters of one turn, which share one transaction. More would make the first of them wait for the last.</summary>
    public int LettersPerTurn { get; init; } = 256;

    /// <summary>Refused operations that are kept of one run; somebody who is refused all day fills no disk.</summary>
    public int RefusedLinesPerRun { get; init; } = 2_000;

    /// <summary>How long after a failure the store is tried again.</summary>
    public TimeSpan StoreRetry { get; init; } = TimeSpan.FromSeconds(1);
}
