namespace Meetings.Conduct;

/// <summary>Coming in and going out, by one's own will, by a broken connection, or by another's.</summary>
internal sealed class Door(Hall hall, Admission admission, Seating seating, WaitingRoom waiting, Chairs chairs, SoundRules sound, Departures departures)
{
    public Refusal Join(JoinRequest request)
    {
        if (request.Answers is { } call)
            return Answer(call, request.Device, request.MicrophoneOn, request.CameraOn);

        if (hall.Roster.Find(request.Who) is not null || waiting.Find(request.Who) is not null)
            return Refusal.HangUpJoinedTwice;
        if (admission.Check(request, out var claim) is var refused and not Refusal.None)
            return refused;
        if (admission.MustWait(request, claim, out var waitingFor))
            return waiting.Enter(request, waitingFor);
        if (seating.TryTake(request.Who, forCall: false) is var full and not Refusal.None)
            return full;

        ComeIn(request, claim);
        return Refusal.None;
    }

    /// <summary>Someone who was called came: his seat is his already, and the call of a host is above lock and waiting room.</summary>
    public Refusal Answer(ParticipantId call, Device? device, bool microphoneOn, bool cameraOn)
    {
        if (hall.Roster.Find(call) is not { Presence: Presence.Calling or Presence.Joining } called)
            return Refusal.ConfParticipantNotExist;

        hall.PicturesStale = true;
        var came = called with
        {
            Presence = Presence.In,
            DueAt = null,
            JoinedAt = hall.Now,
            Device = device ?? called.Device,
            CameraOn = cameraOn && (device ?? called.Device).Video && hall.IsVideo,
        };
        came = hall.Roster.Change(came with { Muted = called.Muted || !microphoneOn || sound.MutesOnEntry(came.Device) });
        hall.Raise(new MeetingEvent.InviteAnswered(came.Number, came.Id, Refusal.None));
        Welcome(came, new(came.Account == hall.Setup.Owner, KnowsChairPassword: false, came.WantsChair), microphoneOn);
        return Refusal.None;
    }

    public Refusal Leave(ParticipantId who)
    {
        if (waiting.Leave(who, WaitingEnd.Left))
            return Refusal.None;
        if (hall.Roster.Entered(who) is not { } leaver)
            return Refusal.ConfParticipantNotExist;

        departures.Go(leaver, LeaveReason.LeftByHimself);
        return Refusal.None;
    }

    public Refusal Disconnect(ParticipantId who)
    {
        if (waiting.Leave(who, WaitingEnd.Left))
            return Refusal.None;
        if (hall.Roster.Find(who) is not { Presence: Presence.In } lost)
            return Refusal.ConfParticipantNotExist;

        SetAway(lost, hall.Options.Grace);
        return Refusal.None;
    }

    public Refusal Return(ParticipantId who, Device? device)
    {
        if (hall.Roster.Find(who) is not { Presence: Presence.Away } back)
            return Refusal.ConfParticipantNotExist;

        hall.PicturesStale = true;
        hall.Roster.Change(back with { Presence = Presence.In, DueAt = null, Device = device ?? back.Device });
        return Refusal.None;
    }

    public Refusal MoveDevice(ParticipantId who, Device device)
    {
        if (hall.Roster.Entered(who) is not { } before)
            return Refusal.ConfParticipantNotExist;

        departures.StopSharing(before);
        hall.PicturesStale = true;
        var now = hall.Roster.Find(who)!;
        var after = hall.Roster.Change(now with
        {
            Presence = Presence.In,
            DueAt = null,
            Device = device,
            CameraOn = now.CameraOn && device.Video,
            Recording = false,
        });
        hall.Raise(new MeetingEvent.DeviceMoved(before, after));
        return Refusal.None;
    }

    /// <summary>Everyone who was in is away until he returns; calls that were under way are lost.</summary>
    public Refusal ServerRestarted()
    {
        foreach (var who in seating.Unseated.ToArray())
            departures.Go(hall.Roster.Find(who)!, LeaveReason.NoSeat);

        foreach (var participant in hall.Roster.InOrder.ToArray())
        {
            if (participant.HasEntered)
                SetAway(participant, hall.Options.RestartGrace);
            else
                departures.EndCall(participant, LeaveReason.CallFailed, Refusal.Timeout);
        }

        foreach (var guest in waiting.All.ToArray())
            waiting.Leave(guest.Id, WaitingEnd.Left);
        return Refusal.None;
    }

    public void ComeIn(JoinRequest request, Admission.Claim claim)
    {
        var participant = seating.Sit(new Participant
        {
            Id = request.Who,
            Name = request.Name,
            Number = request.Number,
            Account = request.Account,
            Corporation = request.Corporation,
            Login = request.Login,
            AppId = request.AppId,
            Department = request.Department,
            Device = request.Device,
            Role = request.AsAudience ? Role.Audience : Role.Guest,
            Muted = !request.MicrophoneOn || sound.MutesOnEntry(request.Device)
                || hall.Attendees.Invitation(request.Account, request.Number)?.Person.IsMuted == true,
            CameraOn = request.CameraOn && request.Device.Video && hall.IsVideo,
            JoinedAt = hall.Now,
        });
        Welcome(participant, claim, request.MicrophoneOn);
    }

    /// <summary>Whoever waited for the chair comes in once one has come, as soon as there is a seat.</summary>
    public void LetEarlyGuestsIn()
    {
        if (!hall.Dynamics.ChairHasCome || waiting.ForChair == 0)
            return;

        foreach (var guest in waiting.All.Where(guest => guest.WaitingFor == WaitingFor.Chair).ToArray())
        {
            if (hall.Dynamics.WaitingRoom)
            {
                waiting.WaitOn(guest);
                continue;
            }

            if (seating.TryTake(guest.Id, forCall: false) != Refusal.None)
                return;

            ComeInFromWaiting(guest);
        }
    }

    public void ComeInFromWaiting(WaitingGuest guest)
    {
        waiting.Admitted(guest);
        ComeIn(guest.Request, default);
    }

    private void Welcome(Participant participant, Admission.Claim claim, bool microphoneOn)
    {
        chairs.Claim(participant, claim);
        sound.SpareChairOnEntry(participant.Id, microphoneOn);
        CloseCameraOnEntry(participant.Id);
        participant = hall.Roster.Find(participant.Id)!;
        departures.NoteInList(participant);
        hall.Raise(new MeetingEvent.Joined(participant, hall.Now));
        hall.SayOf(participant, Prompt.SomeoneJoined);
        departures.EndCallsTo(participant);
    }

    /// <summary>A camera that is on although the booking wants people to come in without is asked to close; it may be opened again at once.</summary>
    private void CloseCameraOnEntry(ParticipantId who)
    {
        var participant = hall.Roster.Find(who)!;
        if (!participant.CameraOn || (participant.IsChair ? hall.Setup.HostCameraOn : hall.Setup.GuestCameraOn))
            return;

        hall.Roster.Change(participant with { CameraOn = false });
        hall.Raise(new MeetingEvent.CameraAsked(who, Open: false));
    }

    private void SetAway(Participant participant, TimeSpan grace)
    {
        departures.StopSharing(participant);
        hall.PicturesStale = true;
        hall.Roster.Change(hall.Roster.Find(participant.Id)! with { Presence = Presence.Away, DueAt = hall.Now + grace });
    }
}
