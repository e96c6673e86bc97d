using Meetings.Conduct;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// Writes down something of its own about what happened in meetings (the webhooks' outbox does) in the same transaction as the change
/// itself, so that neither is ever there without the other.
/// </summary>
internal interface ITurnWitness
{
    /// <summary>Within the transaction. <paramref name="view"/> is the meeting after the events.</summary>
    Task RecordAsync(StoreSession session, MeetingView view, IReadOnlyList<MeetingEvent> events);

    /// <summary>What was recorded since the last call has been committed.</summary>
    void Committed();
}
