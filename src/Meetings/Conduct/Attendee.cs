using System.Text.Json.Serialization;
using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>One line of the list of people who belong to the meeting, in it or not.</summary>
public sealed record Attendee
{
    public required Invitee Person { get; init; }

    public AttendeeState State { get; init; } = AttendeeState.NotIn;

    /// <summary>Why the last call came to nothing.</summary>
    public Refusal Cause { get; init; }

    /// <summary>The latest stay or call of this one.</summary>
    public ParticipantId? Participant { get; init; }

    /// <summary>Was asked to come, rather than came by himself.</summary>
    public bool Invited { get; init; }

    [JsonIgnore]
    public string Number => Person.Number;

    /// <summary>The number; without one the account, or what else there is.</summary>
    [JsonIgnore]
    public string Key =>
        Person.Number.Length > 0 ? Person.Number
        : Person.Account is { } account ? "account:" + account.Value
        : Person.Email.Length > 0 ? Person.Email : "name:" + Person.Name;
}

public enum AttendeeState
{
    NotIn,
    Calling,
    In,
    Rejected,
    NoAnswer,
    Offline,
    Failed,
    Left,
}
