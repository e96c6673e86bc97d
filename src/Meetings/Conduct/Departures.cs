using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>What has to be put in order when someone goes: his seat, the chair, what he shared, who watched him, his line in the list.</summary>
internal sealed class Departures(Hall hall, Seating seating)
{
    /// <summary>One who was in goes.</summary>
    public void Go(Participant leaver, LeaveReason reason)
    {
        if (!leaver.HasEntered)
        {
            EndCall(leaver, reason, reason == LeaveReason.MeetingEnded ? Refusal.HangUpConfClosed : Refusal.HangupByChairRest);
            return;
        }

        StopSharing(leaver);
        leaver = hall.Roster.Find(leaver.Id)!;
        seating.Rise(leaver, reason);
        ForgetIn(leaver.Id);
        NoteOut(leaver, AttendeeState.Left, Refusal.None);
        hall.Raise(new MeetingEvent.Left(leaver, reason, hall.Now));
        if (reason != LeaveReason.LeftByHimself)
            hall.Raise(new MeetingEvent.HangUp(leaver.Id, reason));
        if (reason != LeaveReason.MeetingEnded)
            hall.SayOf(leaver, Prompt.SomeoneLeft);
    }

    /// <summary>A call came to nothing, or is given up.</summary>
    public void EndCall(Participant called, LeaveReason reason, Refusal cause)
    {
        seating.Rise(called, reason);
        NoteOut(called, reason switch
        {
            LeaveReason.Rejected or LeaveReason.Busy => AttendeeState.Rejected,
            LeaveReason.NoAnswer => AttendeeState.NoAnswer,
            LeaveReason.Offline or LeaveReason.NotExist => AttendeeState.Offline,
            LeaveReason.CallFailed => AttendeeState.Failed,
            _ => AttendeeState.NotIn,
        }, cause);
        if (reason != LeaveReason.MeetingEnded)
            hall.Raise(new MeetingEvent.InviteAnswered(called.Number, called.Id, cause));
        hall.Raise(new MeetingEvent.HangUp(called.Id, reason));
    }

    /// <summary>Who came by another way need not be rung any longer.</summary>
    public void EndCallsTo(Participant present)
    {
        foreach (var id in hall.Roster.WithNumber(present.Number).ToArray())
        {
            if (hall.Roster.Find(id) is { HasEntered: false } ringing)
                EndCall(ringing, LeaveReason.CameOtherwise, Refusal.None);
        }
    }

    public void StopSharing(Participant sharer)
    {
        if (hall.Dynamics.Sharer != sharer.Id)
            return;

        hall.PicturesStale = true;
        hall.Dynamics = hall.Dynamics with { Sharer = null };
        hall.Roster.Change(hall.Roster.Find(sharer.Id)! with { Sharing = false });
    }

    /// <summary>The line of somebody who is in. Only a number makes a line worth keeping: it can be called again.</summary>
    public void NoteInList(Participant participant)
    {
        if (LineOf(participant) is { } line)
            hall.Attendees.Set(line with { State = StateOf(participant), Cause = Refusal.None, Participant = participant.Id });
        else if (participant.Number.Length > 0 && hall.Attendees.Count < hall.Options.MaxAttendees)
            hall.Attendees.Set(new Attendee
            {
                Person = new Invitee
                {
                    Number = participant.Number,
                    Name = participant.Name,
                    Account = participant.Account,
                    Login = participant.Login,
                    AppId = participant.AppId,
                    DepartmentName = participant.Department,
                    Kind = participant.Device.IsTerminal ? InviteeKind.Terminal
                        : participant.Device.IsPhone ? InviteeKind.Mobile
                        : participant.Account is null ? InviteeKind.Outside : InviteeKind.Normal,
                },
                State = StateOf(participant),
                Participant = participant.Id,
            });
    }

    private Attendee? LineOf(Participant participant) =>
        hall.Attendees.Find(participant.Number) ?? hall.Attendees.Invitation(participant.Account, participant.Number);

    private static AttendeeState StateOf(Participant participant) => participant.HasEntered ? AttendeeState.In : AttendeeState.Calling;

    private void NoteOut(Participant gone, AttendeeState state, Refusal cause)
    {
        if (LineOf(gone) is not { } line)
            return;

        // The same number may sit here with another device still: then the line stays "in".
        if (line.Participant != gone.Id && hall.Roster.Find(line.Participant) is not null)
            return;
        if (hall.Roster.WithNumber(gone.Number) is { Count: > 0 } others)
            hall.Attendees.Set(line with { State = StateOf(hall.Roster.Find(others[0])!), Participant = others[0] });
        else
            hall.Attendees.Set(line with { State = state, Cause = cause, Participant = null });
    }

    private void ForgetIn(ParticipantId gone)
    {
        var dynamics = hall.Dynamics;
        if (dynamics.Chair == gone)
            dynamics = dynamics with { Chair = null, ChairPolling = false, Polled = null };
        if (dynamics.Watched == gone)
            dynamics = dynamics with { Watched = null, Mode = VideoMode.Free };
        if (dynamics.Polled == gone)
            dynamics = dynamics with { Polled = null };
        hall.Dynamics = dynamics;
    }
}
