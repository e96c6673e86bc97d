namespace Meetings.Conduct;

/// <summary>Names, and recording on one's own machine: what is allowed to single people.</summary>
internal sealed class People(Hall hall, Admission admission)
{
    public Refusal Rename(Actor by, ParticipantId? who, string number, string newName)
    {
        if (admission.CheckName(newName) is var wrong and not Refusal.None)
            return wrong;

        // By a number alone all who are in with it are meant: one person with two devices.
        Participant[] present = who is null ? [.. hall.Roster.WithNumber(number).Select(hall.Roster.Find).OfType<Participant>()] : hall.Roster.Find(who) is { } one ? [one] : [];
        var line = hall.Attendees.Find(present is [{ Number.Length: > 0 } known, ..] ? known.Number : number);
        if (present.Length == 0 && (who is not null || line is null))
            return Refusal.ConfParticipantNotExist;
        if (!hall.Dynamics.AllowRename && IsGuest(by))
            return Refusal.GuestNoPermissionOperation;

        foreach (var participant in present)
            hall.Roster.Change(participant with { Name = newName });

        if (line is not null)
            hall.Attendees.Set(line with { Person = line.Person with { Name = newName } });
        return Refusal.None;
    }

    public Refusal AllowClientRecord(ParticipantId who, bool on)
    {
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (participant.Device.IsCalled)
            return Refusal.ConfGenericCtlParticipantFailed;

        hall.Roster.Change(participant with { MayRecord = on, Recording = participant.Recording && on });
        return Refusal.None;
    }

    /// <summary>A client says that it records, or no longer does. It may, when the meeting lets it.</summary>
    public Refusal ReportClientRecord(ParticipantId who, bool on)
    {
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (on && !MayRecord(participant))
            return Refusal.GuestNoPermissionOperation;

        hall.Roster.Change(participant with { Recording = on });
        return Refusal.None;
    }

    private bool MayRecord(Participant participant) => hall.Dynamics.ClientRecording switch
    {
        ClientRecording.Everyone => true,
        ClientRecording.Hosts => participant.IsChair || participant.Cohost,
        _ => participant.IsChair || participant.MayRecord,
    };

    private bool IsGuest(Actor by) =>
        by is Actor.Participant self && hall.Roster.Find(self.Who) is not ({ IsChair: true } or { Cohost: true });
}
