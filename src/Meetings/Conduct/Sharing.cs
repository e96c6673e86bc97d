namespace Meetings.Conduct;

/// <summary>Cameras and shared content. Invariant: at most one participant shares, and <see cref="Dynamics.Sharer"/> is he.</summary>
internal sealed class Sharing(Hall hall, Departures departures)
{
    public Refusal Start(ParticipantId who)
    {
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (hall.Roster.Find(who) is not { Presence: Presence.In } sharer)
            return Refusal.ConfParticipantNotExist;
        if (!sharer.Device.CanShare || sharer.Role == Role.Audience)
            return Refusal.ParticipantNotSupportInviteShare;
        if (hall.Dynamics.Sharer == who)
            return Refusal.None;

        var isHost = sharer.IsChair || sharer.Cohost;
        if (hall.Dynamics.SharingLocked && !sharer.IsChair)
            return Refusal.LockShareFailed;
        if (hall.Dynamics.Sharer is not null && !hall.Dynamics.FreeShare && !isHost)
            return Refusal.GuestNoPermissionOperation;

        TakeAway();
        hall.PicturesStale = true;
        hall.Dynamics = hall.Dynamics with { Sharer = who };
        hall.Roster.Change(sharer with { Sharing = true, InvitedToShare = false });
        return Refusal.None;
    }

    public Refusal Stop(Actor by, ParticipantId who)
    {
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (!participant.Sharing)
            return Refusal.None;

        if (by is Actor.Participant self && self.Who == who)
            departures.StopSharing(participant);
        else
            TakeAway();
        return Refusal.None;
    }

    public Refusal Invite(ParticipantId who, bool on)
    {
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (!participant.Device.CanShare || participant.Device.IsCalled || participant.Role == Role.Audience)
            return Refusal.ParticipantNotSupportInviteShare;

        hall.Roster.Change(participant with { InvitedToShare = on });
        hall.Raise(new MeetingEvent.ShareAsked(who, on));
        return Refusal.None;
    }

    /// <summary>Only the chair may share from now on; the running share of another stops.</summary>
    public void Lock(bool on)
    {
        hall.Dynamics = hall.Dynamics with { SharingLocked = on };
        if (on && hall.Roster.Find(hall.Dynamics.Sharer) is { IsChair: false })
            TakeAway();
    }

    public Refusal AskCamera(ParticipantId who, bool open)
    {
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (!participant.Device.Video)
            return Refusal.AudioSiteNotSupport;

        hall.Raise(new MeetingEvent.CameraAsked(who, open));
        return Refusal.None;
    }

    public Refusal ReportCamera(Actor by, ParticipantId who, bool on)
    {
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (on && !hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (on && !participant.Device.Video)
            return Refusal.AudioSiteNotSupport;
        if (on && !hall.Dynamics.AllowOpenCamera && by is Actor.Participant && participant is { IsChair: false, Cohost: false })
            return Refusal.GuestNoPermissionOperation;

        hall.Roster.Change(participant with { CameraOn = on });
        return Refusal.None;
    }

    private void TakeAway()
    {
        if (hall.Roster.Find(hall.Dynamics.Sharer) is not { } sharer)
            return;

        departures.StopSharing(sharer);
        hall.Raise(new MeetingEvent.ShareAsked(sharer.Id, Start: false));
    }
}
