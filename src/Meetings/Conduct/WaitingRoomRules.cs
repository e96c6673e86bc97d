namespace Meetings.Conduct;

/// <summary>What hosts do with those who wait: let in, turn away, and send back someone who is in.</summary>
internal sealed class WaitingRoomRules(Hall hall, WaitingRoom waiting, Seating seating, Door door, Departures departures)
{
    public Refusal Admit(ParticipantId who)
    {
        if (waiting.Find(who) is not { } guest)
            return Refusal.ConfParticipantNotExist;
        if (seating.TryTake(who, forCall: false) is var full and not Refusal.None)
            return full;

        door.ComeInFromWaiting(guest);
        return Refusal.None;
    }

    /// <summary>As many as there are seats; refused only when not one could be seated.</summary>
    public Refusal AdmitAll()
    {
        var admitted = 0;
        foreach (var guest in waiting.All.ToArray())
        {
            if (seating.TryTake(guest.Id, forCall: false) is var full and not Refusal.None)
                return admitted > 0 ? Refusal.None : full;

            door.ComeInFromWaiting(guest);
            admitted++;
        }

        return Refusal.None;
    }

    public Refusal SendBack(IReadOnlyList<ParticipantId> who)
    {
        if (!hall.Dynamics.WaitingRoom)
            return Refusal.ConfNotSupport;

        var sent = who.Distinct().Select(id => hall.Roster.Entered(id)).OfType<Participant>().ToArray();
        if (sent.Length == 0)
            return Refusal.ConfParticipantNotExist;
        if (sent.Any(participant => participant.IsChair))
            return Refusal.ConfGenericCtlParticipantFailed;
        if (waiting.Count + sent.Length > hall.Options.MaxWaiting)
            return Refusal.OverMaxParticipantNumber;

        foreach (var participant in sent)
        {
            departures.Go(participant, LeaveReason.SentToWaitingRoom);
            waiting.Enter(RequestOf(participant), WaitingFor.Admission);
        }

        return Refusal.None;
    }

    public Refusal TurnAway(ParticipantId who)
    {
        if (!waiting.Leave(who, WaitingEnd.Removed))
            return Refusal.ConfParticipantNotExist;

        hall.Raise(new MeetingEvent.HangUp(who, LeaveReason.RemovedByChair));
        return Refusal.None;
    }

    private static JoinRequest RequestOf(Participant participant) => new()
    {
        Who = participant.Id,
        Name = participant.Name,
        Number = participant.Number,
        Account = participant.Account,
        Corporation = participant.Corporation,
        Login = participant.Login,
        AppId = participant.AppId,
        Department = participant.Department,
        Device = participant.Device,
        MicrophoneOn = !participant.Muted,
        CameraOn = participant.CameraOn,
        AsAudience = participant.Role == Role.Audience,
    };
}
