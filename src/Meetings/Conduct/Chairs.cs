namespace Meetings.Conduct;

/// <summary>The chair and the co-hosts. Invariant: at most one participant is chair, and <see cref="Dynamics.Chair"/> is he.</summary>
internal sealed class Chairs(Hall hall)
{
    /// <summary>Whoever comes in as owner, with the chair password or asked as host takes a vacant chair; the owner takes it from others too.</summary>
    public void Claim(Participant participant, Admission.Claim claim)
    {
        if (!claim.WantsChair || CannotBeChair(participant) != Refusal.None)
            return;

        var present = hall.Roster.Entered(hall.Dynamics.Chair);
        if (present is null || (claim.IsOwner && present.Account != hall.Setup.Owner))
            Seat(participant);
    }

    public Refusal Apply(Actor by, ParticipantId who, string? password)
    {
        if (hall.Roster.Entered(who) is not { } applicant)
            return Refusal.ConfParticipantNotExist;
        if (CannotBeChair(applicant) is var unable and not Refusal.None)
            return unable;

        var chair = hall.Roster.Entered(hall.Dynamics.Chair);
        if (chair is not null && (chair.Id == who || by is not Actor.Participant { Who: var asker } || asker != chair.Id))
            return Refusal.IdoConfChairExist;

        var forHimself = by is Actor.Participant self && self.Who == who;
        var needsPassword = forHimself && applicant.Account != hall.Setup.Owner;
        if ((needsPassword || !string.IsNullOrEmpty(password)) && !hall.Setup.Passwords.IsChair(password ?? ""))
            return Refusal.ConfChairmanPwdException;

        Seat(applicant);
        return Refusal.None;
    }

    public Refusal Release(ParticipantId who)
    {
        if (hall.Roster.Entered(who) is not { } holder)
            return Refusal.ConfParticipantNotExist;
        if (!holder.IsChair)
            return Refusal.IdoNotConfChair;

        Vacate();
        return Refusal.None;
    }

    public Refusal Transfer(ParticipantId to)
    {
        if (hall.Roster.Entered(to) is not { } heir)
            return Refusal.ConfParticipantNotExist;
        if (heir.IsChair)
            return Refusal.IdoConfChairExist;
        if (CannotBeChair(heir) is var unable and not Refusal.None)
            return unable;

        Seat(heir);
        return Refusal.None;
    }

    public Refusal SetCohost(ParticipantId who, bool on)
    {
        if (!hall.Options.Cohosts)
            return Refusal.ConfNotSupportCohost;
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (participant.IsChair)
            return Refusal.ChairCannotBeCohost;
        if (participant.Role == Role.Audience)
            return Refusal.AudienceCannotBeCohost;
        if (participant.Device.IsPhone || !participant.Device.CanControl)
            return Refusal.ParticipantNotSupportCohost;

        hall.Roster.Change(participant with { Cohost = on });
        return Refusal.None;
    }

    private static Refusal CannotBeChair(Participant participant) => participant switch
    {
        { Role: Role.Audience } => Refusal.AudienceCannotBeChairman,
        { Device.IsPhone: true } => Refusal.TrunkApplyChairForbid,
        { Device.CanControl: false } or { Anonymous: true } => Refusal.NoConfCtlCapNoChair,
        _ => Refusal.None,
    };

    private void Seat(Participant heir)
    {
        Vacate();
        hall.PicturesStale = true;
        hall.Roster.Change(hall.Roster.Find(heir.Id)! with { Role = Role.Chair, Cohost = false, HandAt = null });
        hall.Dynamics = hall.Dynamics with { Chair = heir.Id, ChairHasCome = true };
        hall.Say(Prompt.YouAreChair, heir.Id);
    }

    /// <summary>Polling belongs to the chair's picture, so it ends with him.</summary>
    private void Vacate()
    {
        if (hall.Roster.Find(hall.Dynamics.Chair) is not { } holder)
            return;

        hall.PicturesStale = true;
        hall.Roster.Change(holder with { Role = Role.Guest });
        hall.Dynamics = hall.Dynamics with { Chair = null, ChairPolling = false, Polled = null };
    }
}
