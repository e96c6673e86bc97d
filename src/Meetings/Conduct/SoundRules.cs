namespace Meetings.Conduct;

/// <summary>Who is heard: mutes of one and of all, by hosts, by oneself, on entry, by roll call, and of those who howl.</summary>
internal sealed class SoundRules(Hall hall)
{
    public bool MutesOnEntry(Device device) =>
        hall.Dynamics.AllMuted
        || (device.IsTerminal ? hall.Setup.MuteTerminalsOnEntry : hall.Setup.MuteClientsOnEntry)
        || RollCallSilences;

    /// <summary>Entry mutes are for everyone but the chair; that he came with his own microphone off stays.</summary>
    public void SpareChairOnEntry(ParticipantId who, bool microphoneOn)
    {
        if (microphoneOn && hall.Roster.Find(who) is { IsChair: true, Muted: true } chair)
            hall.Roster.Change(chair with { Muted = false });
    }

    public Refusal Mute(Actor by, ParticipantId who, bool on)
    {
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (!on && participant.Muted && !hall.Dynamics.CanUnmute && IsGuestHimself(by, participant))
            return Refusal.GuestNoPermissionOperation;

        if (participant.Muted == on)
            return Refusal.None;

        Set(by, participant, on);
        return Refusal.None;
    }

    public Refusal MuteAll(Actor by, bool on, bool mayUnmuteThemselves)
    {
        if (on)
            SetAll(by, participant => !participant.IsChair || participant.Muted);
        else
            SetAll(by, _ => false);

        hall.Dynamics = hall.Dynamics with { AllMuted = on, CanUnmute = !on || mayUnmuteThemselves };
        return Refusal.None;
    }

    public Refusal LetGuestsUnmute(bool on)
    {
        hall.Dynamics = hall.Dynamics with { CanUnmute = on };
        return Refusal.None;
    }

    /// <summary>Free discussion: voice activation lifts the mute of all, and what a roll call silenced.</summary>
    public void LiftMuteAll(Actor by)
    {
        if (!hall.Dynamics.AllMuted && !RollCallSilences)
            return;

        SetAll(by, _ => false);
        hall.Dynamics = hall.Dynamics with { AllMuted = false, CanUnmute = true };
    }

    /// <summary>With a chair, he and the one called are heard and the others are not; without one, nothing changes.</summary>
    public void CallRoll(Actor by, ParticipantId called)
    {
        if (hall.Chair is null)
            return;

        SetAll(by, participant => participant.Id != called && !participant.IsChair && (hall.Options.RollCallMutesOthers || participant.Muted));
    }

    public Refusal Howls(ParticipantId who)
    {
        if (hall.Roster.Entered(who) is not { } source)
            return Refusal.ConfParticipantNotExist;
        if (!hall.Options.MuteHowling || source.Muted)
            return Refusal.None;

        var muted = hall.Roster.Change(source with { Muted = true });
        hall.Raise(new MeetingEvent.HowlingMuted(muted));
        hall.Say(Prompt.YouHowl, who);
        return Refusal.None;
    }

    private bool RollCallSilences =>
        hall.Dynamics.Mode == VideoMode.RollCall && hall.Options.RollCallMutesOthers && hall.Chair is not null;

    private static bool IsGuestHimself(Actor by, Participant participant) =>
        by is Actor.Participant self && self.Who == participant.Id && participant is { IsChair: false, Cohost: false };

    private void SetAll(Actor by, Func<Participant, bool> muted)
    {
        for (var at = 0; at < hall.Roster.InOrder.Count; at++)
        {
            var participant = hall.Roster.InOrder[at];
            if (participant.HasEntered && participant.Muted != muted(participant))
                Set(by, participant, !participant.Muted);
        }
    }

    /// <summary>Told to the one who is muted, unless he did it himself.</summary>
    private void Set(Actor by, Participant participant, bool muted)
    {
        hall.Roster.Change(participant with { Muted = muted });
        if (by is not Actor.Participant { Who: var self } || self != participant.Id)
            hall.Say(muted ? Prompt.Muted : Prompt.Unmuted, participant.Id);
    }
}
