using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>Who holds a token that controls one run of one meeting. The text of it is known to the holder alone.</summary>
internal sealed record ControlToken
{
    public required string Hash { get; init; }

    public required RunId Run { get; init; }

    public required TokenHolder Holder { get; init; }

    /// <summary>Of a token that somebody in the meeting has: as whom it acts.</summary>
    public ParticipantId? Participant { get; init; }

    public AccountId? Account { get; init; }

    /// <summary>Whom the audit trail names.</summary>
    public string Name { get; init; } = "";

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The wire's role: 1 for a host.</summary>
    public int Role(MeetingView view) => Holder != TokenHolder.Participant || view.Find(Participant!.Value) is { IsChair: true } ? 1 : 0;

    /// <summary>As whom its holder asks. What a participant may is decided by the role he has when he asks.</summary>
    public Actor Actor => Holder switch
    {
        TokenHolder.Participant => new Actor.Participant(Participant!.Value),
        TokenHolder.Admin => new Actor.AccountAdmin(Account!.Value, Name),
        _ => new Actor.Controller(Name, Account),
    };
}

/// <summary>By which right a token was given.</summary>
internal enum TokenHolder
{
    /// <summary>Knew the chair's password, or booked the meeting.</summary>
    Host = 0,

    /// <summary>Administers the corporation.</summary>
    Admin = 1,

    /// <summary>Is in the meeting, and acts as himself.</summary>
    Participant = 2,
}
