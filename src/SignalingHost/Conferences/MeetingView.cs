using System.Collections.Frozen;
using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>
/// A running meeting as it was at one moment, for anyone to read on any thread. Its parts are immutable and shared with the views before
/// and after it, so that a change costs a copy of references and no more.
/// </summary>
internal sealed class MeetingView
{
    private readonly Lazy<FrozenDictionary<ParticipantId, Participant>> _byId;

    public MeetingView() =>
        _byId = new(() => Participants!.ToFrozenDictionary(participant => participant.Id), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Rises by one with every view of the same run.</summary>
    public required long Version { get; init; }

    public required MeetingSetup Setup { get; init; }

    public required Dynamics Dynamics { get; init; }

    /// <summary>In the order of coming in: those who are in, being called, or away for a moment.</summary>
    public required Participant[] Participants { get; init; }

    public required Attendee[] Attendees { get; init; }

    public required WaitingGuest[] Waiting { get; init; }

    public required SavedLayout[] Layouts { get; init; }

    /// <summary>The three loudest, loudest first.</summary>
    public required IReadOnlyList<Speaker> Speakers { get; init; }

    /// <summary>What everybody is shown, and the few who are shown something else.</summary>
    public PicturePlan Pictures { get; init; } = PicturePlan.Nothing;

    /// <summary>The composed picture; null in a meeting that has ended by a defect.</summary>
    public Composition? Composition { get; init; }

    public bool IsOver => Dynamics.State == RunState.Destroyed;

    public Participant? Find(ParticipantId who) => _byId.Value.GetValueOrDefault(who);

    /// <summary>One who has come in with that account, whatever the device.</summary>
    public Participant? Find(AccountId account) => Array.Find(Participants, participant => participant.Account == account && participant.HasEntered);
}
