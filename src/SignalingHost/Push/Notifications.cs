using System.Text.Json;
using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Web;

namespace SignalingHost.Push;

/// <summary>
/// Turns two states of a meeting into what changed between them, and one state into the whole, as notifications. Written once for all
/// subscribers of a kind.
/// </summary>
internal sealed class Notifications(ConferenceId conference, PublicAddress address, TimeProvider clock)
{
    // Clients fail without these three, so every frame about the meeting's state has them.
    private static readonly string[] Always = ["lock", "canUnmute", "lockSharing"];

    private long _number;

    /// <summary>The whole of one kind, or null where a kind has no state.</summary>
    public byte[]? Full(NotifyType type, MeetingView view, bool forHost) => type switch
    {
        NotifyType.ConfBasicInfoNotify => Whole(type, writer => PushFrame.Flat(writer, PushFields.Basic(view, forHost, GuestLink(view)))),
        NotifyType.ConfDynamicInfoNotify => Whole(type, writer => PushFrame.Flat(writer, PushFields.Dynamic(view))),
        NotifyType.ParticipantsNotify => Whole(type, writer => List(writer, view.Participants, (to, one) => Person(to, one.Id, PushFields.Participant(one)))),
        NotifyType.AttendeesNotify => Whole(type, writer => List(writer, view.Attendees, (to, one) => Line(to, view, one, isRemoved: false))),
        NotifyType.SpeakerChangeNotify => Whole(type, writer => List(writer, view.Speakers, Speaker)),
        NotifyType.WaitingListNotify => Whole(type, writer => List(writer, view.Waiting, (to, one) => Person(to, one.Id, PushFields.Waiting(one)))),
        NotifyType.InterpreterGroupNotify => Whole(type, writer => List<Speaker>(writer, [], Speaker)),
        _ => null,
    };

    /// <summary>What was booked, where it is different now.</summary>
    public byte[]? Basic(MeetingView before, MeetingView after, bool forHost)
    {
        if (ReferenceEquals(before.Setup, after.Setup) && EntryOf(before) == EntryOf(after))
            return null;

        var changed = Changed(PushFields.Basic(before, forHost, GuestLink(before)), PushFields.Basic(after, forHost, GuestLink(after)), []);
        return changed.Count == 0 ? null : Part(NotifyType.ConfBasicInfoNotify, writer => PushFrame.Flat(writer, changed));
    }

    public byte[]? Dynamic(MeetingView before, MeetingView after)
    {
        if (ReferenceEquals(before.Dynamics, after.Dynamics) && ReferenceEquals(before.Participants, after.Participants))
            return null;

        var changed = Changed(PushFields.Dynamic(before), PushFields.Dynamic(after), Always);
        return changed.Count <= Always.Length && changed.TrueForAll(field => Always.Contains(field.Key)) && !AlwaysChanged(before, after)
            ? null
            : Part(NotifyType.ConfDynamicInfoNotify, writer => PushFrame.Flat(writer, changed));
    }

    public byte[]? Participants(MeetingView before, MeetingView after)
    {
        if (ReferenceEquals(before.Participants, after.Participants))
            return null;

        var known = before.Participants.ToDictionary(one => one.Id);
        var changes = new List<(ParticipantId Who, IReadOnlyList<PushField>? Fields)>();
        foreach (var one in after.Participants)
        {
            if (!known.Remove(one.Id, out var old))
                changes.Add((one.Id, PushFields.Participant(one)));
            else if (!ReferenceEquals(old, one) && Changed(PushFields.Participant(old), PushFields.Participant(one), []) is { Count: > 0 } fields)
                changes.Add((one.Id, fields));
        }

        changes.AddRange(known.Keys.Select(gone => (gone, (IReadOnlyList<PushField>?)null)));
        return changes.Count == 0 ? null : Part(NotifyType.ParticipantsNotify, writer => List(writer, changes, (to, one) => Person(to, one.Who, one.Fields)));
    }

    public byte[]? Attendees(MeetingView before, MeetingView after)
    {
        if (ReferenceEquals(before.Attendees, after.Attendees))
            return null;

        var known = before.Attendees.ToDictionary(line => line.Key, StringComparer.Ordinal);
        var changes = new List<(Attendee Line, bool IsRemoved)>();
        foreach (var line in after.Attendees)
        {
            if (!known.Remove(line.Key, out var old) || !ReferenceEquals(old, line))
                changes.Add((line, false));
        }

        changes.AddRange(known.Values.Select(line => (line, true)));
        return changes.Count == 0 ? null : Part(NotifyType.AttendeesNotify, writer => List(writer, changes, (to, one) => Line(to, after, one.Line, one.IsRemoved)));
    }

    /// <summary>Who waits. Those who went are named with what became of them, as the events of the turn say.</summary>
    public byte[]? Waiting(MeetingView before, MeetingView after, IReadOnlyList<MeetingEvent> events)
    {
        var changes = new List<(ParticipantId Who, IReadOnlyList<PushField>? Fields, int End)>();
        foreach (var happened in events)
        {
            if (happened is MeetingEvent.WaitingChanged { Guest: { Admitted: true } let })
                changes.Add((let.Id, PushFields.Waiting(let), 0));
            else if (happened is MeetingEvent.WaitingRemoved gone)
                changes.Add((gone.Guest.Id, null, (int)gone.End));
        }

        if (!ReferenceEquals(before.Waiting, after.Waiting))
        {
            var known = before.Waiting.ToDictionary(guest => guest.Id);
            foreach (var guest in after.Waiting)
            {
                if (!known.TryGetValue(guest.Id, out var old) || !ReferenceEquals(old, guest))
                    changes.Add((guest.Id, PushFields.Waiting(guest), 0));
            }
        }

        return changes.Count == 0 ? null : Part(NotifyType.WaitingListNotify, writer => List(writer, changes, (to, one) => Person(to, one.Who, one.Fields, one.End)));
    }

    public byte[]? Speakers(IReadOnlyList<MeetingEvent> events) =>
        events.OfType<MeetingEvent.SpeakersChanged>().LastOrDefault() is { } last
            ? Part(NotifyType.SpeakerChangeNotify, writer => List(writer, last.Speakers, Speaker))
            : null;

    /// <summary>How calls ended, and why those who were in have gone.</summary>
    public byte[]? InviteResults(IReadOnlyList<MeetingEvent> events)
    {
        var results = new List<(string Number, string Code)>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case MeetingEvent.InviteAnswered answered:
                    results.Add((answered.Number, answered.Cause == Refusal.None ? "0" : PushFields.Number((int)answered.Cause)));
                    break;
                case MeetingEvent.Left { Participant.Number.Length: > 0 } left when LeaveCode(left.Reason) is { } code:
                    results.Add((left.Participant.Number, code));
                    break;
                default:
                    break;
            }
        }

        return results.Count == 0 ? null : Part(NotifyType.InviteResultNotify, writer => List(writer, results, (to, one) =>
        {
            // The documents name it both ways, in a table and in an example.
            to.WriteString("callNumber", one.Number);
            to.WriteString("resultCode", one.Code);
            to.WriteString("errorCode", one.Code);
        }));
    }

    // The documents print these one digit shorter than the codes of REST.
    private static string? LeaveCode(LeaveReason reason) => reason switch
    {
        LeaveReason.LeftByHimself => "11076010",
        LeaveReason.HungUpByChair => "11076002",
        LeaveReason.RemovedByChair => "11076016",
        LeaveReason.ConnectionLost => "11111004",
        _ => null,
    };

    private static bool AlwaysChanged(MeetingView before, MeetingView after) =>
        (before.Dynamics.Locked, before.Dynamics.CanUnmute, before.Dynamics.SharingLocked) != (after.Dynamics.Locked, after.Dynamics.CanUnmute, after.Dynamics.SharingLocked);

    private static List<PushField> Changed(PushField[] before, PushField[] after, string[] always)
    {
        var changed = new List<PushField>();
        for (var i = 0; i < after.Length; i++)
        {
            if (before[i] != after[i] || always.Contains(after[i].Key))
                changed.Add(after[i]);
        }

        return changed;
    }

    private static void List<T>(Utf8JsonWriter writer, IReadOnlyList<T> all, Action<Utf8JsonWriter, T> one)
    {
        writer.WriteStartArray("data");
        foreach (var item in all)
        {
            writer.WriteStartObject();
            one(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Person(Utf8JsonWriter writer, ParticipantId who, IReadOnlyList<PushField>? fields, int? end = null)
    {
        writer.WriteString("pid", who.Value);
        writer.WriteNumber("mode", fields is null ? 1 : 0);
        if (fields is null)
        {
            if (end is { } delType)
                writer.WriteNumber("delType", delType);
            return;
        }

        writer.WriteStartObject("pinfoMap");
        foreach (var field in fields)
            PushFrame.Field(writer, field);
        writer.WriteEndObject();
    }

    private static void Line(Utf8JsonWriter writer, MeetingView view, Attendee line, bool isRemoved)
    {
        var person = line.Person;
        writer.WriteString("userUUID", person.Account?.Value ?? "");
        writer.WriteString("participantID", line.Participant is { } stay && view.Find(stay) is not null ? stay.Value : "");
        writer.WriteNumber("mode", isRemoved ? 1 : 0);
        writer.WriteString("phone", line.Number);
        writer.WriteString("name", person.Name);
        writer.WriteString("accountId", person.Login);
        writer.WriteNumber("role", (int)person.Role);
        writer.WriteString("email", person.Email);
        writer.WriteString("sms", person.Sms);
        writer.WriteNumber("isMute", person.IsMuted ? 1 : 0);
        writer.WriteString("state", line.State.ToString());
    }

    private static void Speaker(Utf8JsonWriter writer, Speaker speaker)
    {
        writer.WriteString("pid", speaker.Who.Value);
        writer.WriteString("name", speaker.Name);
        writer.WriteNumber("speakingVolume", speaker.Volume);
    }

    private byte[] Whole(NotifyType type, Action<Utf8JsonWriter> body)
    {
        var now = clock.GetUtcNow();
        return PushFrame.Notification(type, conference, new(now.ToUnixTimeMilliseconds(), now, IsIncremental: false, ++_number), body);
    }

    private byte[] Part(NotifyType type, Action<Utf8JsonWriter> body) =>
        PushFrame.Notification(type, conference, new(++_number, clock.GetUtcNow(), IsIncremental: true, _number), body);

    // These can change while the meeting runs, and are told with what was booked as well.
    private static (JoinRestriction People, JoinRestriction Audience) EntryOf(MeetingView view) => (view.Dynamics.JoinRestriction, view.Dynamics.AudienceRestriction);

    private string GuestLink(MeetingView view) => view.Setup.GuestKey.Length == 0 ? ""
        : address.JoinLink(address.Base, view.Setup.DialledNumber.Length > 0 ? new ConferenceId(view.Setup.DialledNumber) : view.Setup.Conference, view.Setup.GuestKey);
}
