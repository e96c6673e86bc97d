using Meetings.Booking;

namespace Meetings.History;

/// <summary>One run of a meeting, from its first moment to its last: what history shows of it.</summary>
public sealed record RunRecord
{
    /// <summary>The wire's confUUID.</summary>
    public required RunId Id { get; init; }

    /// <summary>The booking as it was when the run ended.</summary>
    public required BookedMeeting Meeting { get; init; }

    /// <summary>Which of a recurring meeting's times it was.</summary>
    public string OccurrenceId { get; init; } = "";

    public required DateTimeOffset Start { get; init; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Why it ended.</summary>
    public string EndReason { get; init; } = "";

    public int PeakParticipants { get; init; }

    public bool HasRecording { get; init; }
}
