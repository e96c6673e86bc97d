using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>Calling people in, from the first ring to an answer or a reason, and hanging up on those who are in.</summary>
internal sealed class Calls(Hall hall, Seating seating, Door door, Departures departures)
{
    public Refusal Invite(IReadOnlyList<InviteeRequest> requests)
    {
        if (requests.Count == 0)
            return Refusal.ConfParamsNullException;
        foreach (var request in requests)
        {
            if (string.IsNullOrEmpty(request.Phone))
                return Refusal.InviteNumberIsEmpty;
            if (InviteeRules.Check(request, InvitationStage.Running) is var wrong and not Refusal.None)
                return wrong;
        }

        var invitees = requests.Select(InviteeRules.Make).ToArray();
        if (hall.Attendees.Count + invitees.Length > hall.Options.MaxAttendees)
            return Refusal.ConfAttendeesNumberExceedLimit;

        var absent = invitees.Where(invitee => hall.Roster.WithNumber(invitee.Number).Count == 0).DistinctBy(invitee => invitee.Number).ToArray();
        if (absent.Length == 0)
            return invitees.Any(IsBeingCalled) ? Refusal.ParticipantIsInviting : Refusal.None;

        return CallEach(absent);
    }

    public Refusal CallAgain(string? number)
    {
        if (number is null)
        {
            var absent = hall.Attendees.All.Where(line => line.Number.Length > 0 && hall.Roster.WithNumber(line.Number).Count == 0);
            return CallEach([.. absent.Select(line => line.Person)]);
        }

        if (hall.Attendees.Find(number) is not { Number.Length: > 0 } one)
            return Refusal.ConfParticipantNotExist;
        if (IsBeingCalled(one.Person))
            return Refusal.ParticipantIsInviting;
        if (hall.Roster.WithNumber(number).Count > 0)
            return Refusal.ConfInviteParticipantFailed;

        return CallEach([one.Person]);
    }

    public Refusal Progress(ParticipantId who, CallStep step, Device? device, Refusal cause)
    {
        if (hall.Roster.Find(who) is not { Presence: Presence.Calling or Presence.Joining } called)
            return Refusal.ConfParticipantNotExist;

        switch (step)
        {
            case CallStep.Ringing:
                return Refusal.None;
            case CallStep.Joining:
                hall.Roster.Change(called with { Presence = Presence.Joining, DueAt = hall.Now + hall.Options.NoAnswerAfter });
                return Refusal.None;
            case CallStep.Answered:
                return door.Answer(who, device, microphoneOn: true, cameraOn: true);
            default:
                var (reason, usual) = Outcome(step);
                departures.EndCall(called, reason, cause == Refusal.None ? usual : cause);
                return Refusal.None;
        }
    }

    public Refusal HangUp(IReadOnlyList<ParticipantId> who)
    {
        var found = who.Distinct().Select(hall.Roster.Find).OfType<Participant>().ToArray();
        if (found.Length == 0)
            return Refusal.ConfParticipantNotExist;

        foreach (var participant in found)
            departures.Go(participant, LeaveReason.HungUpByChair);
        return Refusal.None;
    }

    /// <summary>Out of the meeting and out of the list.</summary>
    public Refusal Remove(IReadOnlyList<ListEntry> who)
    {
        var found = false;
        foreach (var entry in who)
            found |= hall.Roster.Find(entry.Participant) is not null || hall.Attendees.Find(entry.Number) is not null;
        if (!found)
            return Refusal.ConfParticipantNotExist;

        foreach (var entry in who)
        {
            if (hall.Roster.Find(entry.Participant) is { } present)
                departures.Go(present, LeaveReason.RemovedByChair);
            foreach (var same in hall.Roster.WithNumber(entry.Number).ToArray())
                departures.Go(hall.Roster.Find(same)!, LeaveReason.RemovedByChair);
            if (hall.Attendees.Find(entry.Number) is { } line)
            {
                hall.Attendees.Remove(line.Key);
                hall.Raise(new MeetingEvent.AttendeeRemoved(line));
            }
        }

        return Refusal.None;
    }

    public void NoAnswer(Participant called) => departures.EndCall(called, LeaveReason.NoAnswer, Refusal.NoResponse);

    /// <summary>As many as there are seats for; refused only when there is none for the first. The others' failure is an answer each.</summary>
    public Refusal CallEach(IReadOnlyList<Invitee> callees)
    {
        for (var at = 0; at < callees.Count; at++)
        {
            var call = hall.Ports.Ids.Next();
            if (seating.TryTake(call, forCall: true) is var full and not Refusal.None)
            {
                if (at == 0)
                    return full;

                foreach (var unseated in callees.Skip(at))
                {
                    hall.Attendees.Set(LineFor(unseated) with { State = AttendeeState.NotIn, Cause = full, Participant = null });
                    hall.Raise(new MeetingEvent.InviteAnswered(unseated.Number, null, full));
                }

                return Refusal.None;
            }

            Ring(call, callees[at]);
        }

        return Refusal.None;
    }

    private void Ring(ParticipantId call, Invitee callee)
    {
        var called = seating.Sit(new Participant
        {
            Id = call,
            Name = callee.Name.Length > 0 ? callee.Name : callee.Number,
            Number = callee.Number,
            Account = callee.Account,
            Corporation = callee.Account is null ? null : hall.Setup.Corporation,
            Login = callee.Login,
            AppId = callee.AppId,
            Department = callee.DepartmentName,
            Device = DeviceOf(callee.Kind),
            Presence = Presence.Calling,
            Muted = callee.IsMuted,
            JoinedAt = hall.Now,
            DueAt = hall.Now + hall.Options.NoAnswerAfter,
            Called = true,
            WantsChair = callee.Role == InviteeRole.Host,
        });
        hall.Attendees.Set(LineFor(callee) with { State = AttendeeState.Calling, Cause = Refusal.None, Participant = called.Id });
        hall.Raise(new MeetingEvent.CallOut(called.Id, callee, hall.Setup.Media));
    }

    private Attendee LineFor(Invitee callee) =>
        hall.Attendees.Find(callee.Number) is { } known ? known with { Person = callee, Invited = true } : new Attendee { Person = callee, Invited = true };

    private bool IsBeingCalled(Invitee callee) =>
        hall.Roster.WithNumber(callee.Number).Any(id => hall.Roster.Find(id) is { HasEntered: false });

    private static Device DeviceOf(InviteeKind kind) => kind switch
    {
        InviteeKind.Mobile or InviteeKind.CustomNumber => new Device
        {
            Kind = DeviceKind.Phone,
            MultiStream = false,
            Video = false,
            CanShare = false,
            CanControl = false,
        },
        InviteeKind.Normal => new Device { Kind = DeviceKind.Desktop },
        _ => new Device { Kind = DeviceKind.Terminal, MultiStream = false },
    };

    private static (LeaveReason Reason, Refusal Cause) Outcome(CallStep step) => step switch
    {
        CallStep.Rejected => (LeaveReason.Rejected, Refusal.Refused),
        CallStep.Busy => (LeaveReason.Busy, Refusal.Busy),
        CallStep.NoAnswer => (LeaveReason.NoAnswer, Refusal.NoResponse),
        CallStep.Offline => (LeaveReason.Offline, Refusal.Unavailable),
        CallStep.NotExist => (LeaveReason.NotExist, Refusal.NotExist),
        _ => (LeaveReason.CallFailed, Refusal.ConfInviteParticipantFailed),
    };
}
