using System.Text.Json.Serialization;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.History;
using SignalingHost.Conferences;

namespace SignalingHost.Rest.Management;

/// <summary>The wire's ParticipantInfo: one of those who belong to a meeting.</summary>
internal sealed record ParticipantInfo
{
    /// <summary>Has left, or has not come.</summary>
    public const string Gone = "LEAVED";

    public string? ParticipantID { get; init; }

    public required string Name { get; init; }

    public required string SubscriberID { get; init; }

    public int Role { get; init; }

    /// <summary>Spelt so on the wire, and always this of a meeting that does not run; of one that does, what is.</summary>
    public string State { get; init; } = "MEETTING";

    public string? Address { get; init; }

    public required string AttendeeType { get; init; }

    public string? AccountId { get; init; }

    public string? Phone2 { get; init; }

    public string? Phone3 { get; init; }

    public string? Email { get; init; }

    public string? Sms { get; init; }

    public string? DeptName { get; init; }

    [JsonPropertyName("userUUID")]
    public string? UserUuid { get; init; }

    public string? AppId { get; init; }

    public int IsAutoInvite { get; init; }

    public bool IsNotOverlayPidName { get; init; }

    [JsonIgnore]
    public bool IsTerminal { get; private init; }

    public static ParticipantInfo Of(Invitee one) => new()
    {
        ParticipantID = Said(one.Number),
        Name = one.Name,
        SubscriberID = one.Number,
        Role = (int)one.Role,
        Address = Said(one.Address),
        AttendeeType = one.Kind.Wire,
        AccountId = Said(one.Login),
        Phone2 = Said(one.Number2),
        Phone3 = Said(one.Number3),
        Email = Said(one.Email),
        Sms = Said(one.Sms),
        DeptName = Said(one.DepartmentName),
        UserUuid = one.Account?.Value,
        AppId = Said(one.AppId),
        IsAutoInvite = one.IsCalledAtStart ? 1 : 0,
        IsTerminal = one.IsTerminal,
    };

    public static ParticipantInfo Of(Attendee one, MeetingView view)
    {
        var participant = one.Participant is { } who ? view.Find(who) : null;
        return Of(one.Person) with
        {
            ParticipantID = participant?.Id.Value ?? Said(one.Number),
            Role = participant is null ? (int)one.Person.Role : participant.IsChair ? 1 : 0,
            State = StateOf(one, participant),
        };
    }

    /// <summary>Those who were invited, with what has become of them in the meeting that is held.</summary>
    public static IEnumerable<ParticipantInfo> Of(IReadOnlyList<Invitee> invitees, MeetingView? held)
    {
        if (held is null)
            return invitees.Select(Of);

        var lines = held.Attendees.ToDictionary(line => line.Key, StringComparer.Ordinal);
        return invitees.Select(one => Of(one) with
        {
            State = lines.TryGetValue(new Attendee { Person = one }.Key, out var line) ? StateOf(line, line.Participant is { } who ? held.Find(who) : null) : Gone,
        });
    }

    public static ParticipantInfo Of(AttendanceEntry one)
    {
        var isTerminal = one.DeviceType == nameof(DeviceKind.Terminal);
        return new ParticipantInfo
        {
            ParticipantID = one.Participant.Value,
            Name = one.DisplayName,
            SubscriberID = one.CallNumber,
            Role = one.IsHost ? 1 : 0,
            State = Gone,
            AttendeeType = isTerminal ? "terminal" : one.DeviceType == nameof(DeviceKind.Phone) ? "mobile" : "normal",
            AccountId = Said(one.Login),
            DeptName = Said(one.DepartmentName),
            UserUuid = one.Account?.Value,
            IsTerminal = isTerminal,
        };
    }

    private static string StateOf(Attendee line, Participant? participant) => line.State switch
    {
        AttendeeState.In => "MEETTING",
        AttendeeState.Calling => participant?.Presence == Presence.Joining ? "JOINING" : "CALLING",
        AttendeeState.Rejected => "REJECT",
        AttendeeState.NoAnswer => "NOANSWER",
        AttendeeState.Offline => "NONEXIST",
        AttendeeState.Failed => "CALLFAILED",
        _ => Gone,
    };

    private static string? Said(string text) => text.Length > 0 ? text : null;
}

/// <summary>The answer of the three confDetail endpoints.</summary>
internal sealed record ConferenceDetail(ConferenceInfo ConferenceData, Page<ParticipantInfo> Data);
