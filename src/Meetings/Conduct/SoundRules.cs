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

        hall.Roster.Change(participant with { Muted = on });
        if (by is not Actor.Participant { Who: var self } || self != who)
            hall.Say(on ? Prompt.Muted : Prompt.Unmuted, who);
        return Refusal.None;
    }

    public Refusal MuteAll(bool on, bool mayUnmuteThemselves)
    {
        if (on)
            SetAll(participant => !participant.IsChair || participant.Muted);
        else
            SetAll(_ => false);

        hall.Dynamics = hall.Dynamics with { AllMuted = on, CanUnmute = !on || mayUnmuteThemselves };
        hall.Say(on ? Prompt.Muted : Prompt.Unmuted);
        return Refusal.None;
    }

    public Refusal LetGuestsUnmute(bool on)
    {
        hall.Dynamics = hall.Dynamics with { CanUnmute = on };
        return Refusal.None;
    }

    /// <summary>Free discussion: voice activation lifts the mute of all, and what a roll call silenced.</summary>
    public void LiftMuteAll()
    {
        if (!hall.Dynamics.AllMuted && !RollCallSilences)
            return;

        SetAll(_ => false);
        hall.Dynamics = hall.Dynamics with { AllMuted = false, CanUnmute = true };
        hall.Say(Prompt.Unmuted);
    }

    /// <summary>With a chair, he and the one called are heard and the others are not; without one, nothing changes.</summary>
    public void CallRoll(ParticipantId called)
    {
        if (hall.Chair is null)
            return;

        SetAll(participant => participant.Id != called && !participant.IsChair && (hall.Options.RollCallMutesOthers || participant.Muted));
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

    private void SetAll(Func<Participant, bool> muted)
    {
        for (var at = 0; at < hall.Roster.InOrder.Count; at++)
        {
            var participant = hall.Roster.InOrder[at];
            if (participant.HasEntered)
                hall.Roster.Change(participant with { Muted = muted(participant) });
        }
    }
}
