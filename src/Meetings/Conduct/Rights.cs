namespace Meetings.Conduct;

/// <summary>
/// Who may ask what. The server reports; a guest acts on himself only; co-hosts do what hosts do, except over the chair and except
/// what is the chair's alone; controllers and administrators hold the chair's right without being in.
/// </summary>
internal sealed class Rights(Hall hall, WaitingRoom waiting)
{
    private enum Standing
    {
        Guest,
        Cohost,
        Chair,
    }

    public Refusal Check(MeetingCommand command)
    {
        if (command.By is Actor.System)
            return Refusal.None;
        if (IsTheServers(command))
            return Refusal.ConfInsufficientPermissions;
        if (command.By is not Actor.Participant { Who: var actor })
            return command is MeetingCommand.Leave ? Refusal.ConfInsufficientPermissions : Refusal.None;
        if (hall.Roster.Entered(actor) is not { } present)
            return command is MeetingCommand.Leave leaving && leaving.Who == actor && waiting.Find(actor) is not null
                ? Refusal.None
                : Refusal.ConfParticipantNotExist;

        var self = OfOneself(command, actor);
        return StandingOf(present) switch
        {
            Standing.Chair => command is MeetingCommand.Leave && self != actor ? Refusal.NoPermissionOperateOthers : Refusal.None,
            Standing.Cohost => CheckCohost(command, actor, self),
            _ when self is null => Refusal.GuestNoPermissionOperation,
            _ => self == actor ? Refusal.None : Refusal.NoPermissionOperateOthers,
        };
    }

    private static Standing StandingOf(Participant participant) =>
        participant.IsChair ? Standing.Chair : participant.Cohost ? Standing.Cohost : Standing.Guest;

    private Refusal CheckCohost(MeetingCommand command, ParticipantId actor, ParticipantId? self)
    {
        if (command is MeetingCommand.Leave && self != actor)
            return Refusal.NoPermissionOperateOthers;
        if (IsTheChairs(command))
            return Refusal.ConfInsufficientPermissions;
        return Targets(command, self).Any(target => hall.Dynamics.Chair == target) ? Refusal.CohostCannotOperateChair : Refusal.None;
    }

    private static bool IsTheServers(MeetingCommand command) => command is
        MeetingCommand.Join or MeetingCommand.Disconnect or MeetingCommand.Return or MeetingCommand.MoveDevice
        or MeetingCommand.ServerRestarted or MeetingCommand.CallProgress or MeetingCommand.SpeakerLevels or MeetingCommand.HowlingHeard
        or MeetingCommand.RecordingReported or MeetingCommand.LiveReported or MeetingCommand.Resize
        or MeetingCommand.Rekey;

    private static bool IsTheChairs(MeetingCommand command) => command is
        MeetingCommand.End or MeetingCommand.TransferChair or MeetingCommand.Record or MeetingCommand.GoLive;

    /// <summary>What a guest may ask for himself, and for whom it is asked; null for all that is a host's.</summary>
    private ParticipantId? OfOneself(MeetingCommand command, ParticipantId actor) => command switch
    {
        MeetingCommand.Leave leave => leave.Who,
        MeetingCommand.Mute mute => mute.Who,
        MeetingCommand.HangUp { Who: [var who] } => who,
        MeetingCommand.RaiseHand hand => hand.Who,
        MeetingCommand.RaiseHands { Who: [var who] } => who,
        MeetingCommand.Rename rename => rename.Who ?? WithNumber(rename.Number, actor),
        MeetingCommand.ApplyChair apply => apply.Who,
        MeetingCommand.ReleaseChair release => release.Who,
        MeetingCommand.ReportCamera camera => camera.Who,
        MeetingCommand.StartShare share => share.Who,
        MeetingCommand.StopShare share => share.Who,
        MeetingCommand.PartView view => view.Viewer,
        MeetingCommand.ReportClientRecord record => record.Who,
        _ => null,
    };

    /// <summary>Who is meant by a number alone: oneself where it is one's own and nobody else's.</summary>
    private ParticipantId WithNumber(string number, ParticipantId actor) =>
        hall.Roster.WithNumber(number) is [var only] && only == actor ? actor : default;

    /// <summary>Those a host acts upon.</summary>
    private IEnumerable<ParticipantId?> Targets(MeetingCommand command, ParticipantId? self) => command switch
    {
        MeetingCommand.HangUp hangUp => hangUp.Who.Select(who => (ParticipantId?)who),
        MeetingCommand.Remove remove => remove.Who.Select(entry => entry.Participant),
        MeetingCommand.SendToWaitingRoom send => send.Who.Select(who => (ParticipantId?)who),
        MeetingCommand.RaiseHands hands => hands.Who.Select(who => (ParticipantId?)who),
        MeetingCommand.Rename { Who: null } rename => hall.Roster.WithNumber(rename.Number).Select(who => (ParticipantId?)who),
        MeetingCommand.AskCamera camera => [camera.Who],
        MeetingCommand.InviteToShare share => [share.Who],
        MeetingCommand.LockView view => [view.Viewer],
        MeetingCommand.AllowClientRecord record => [record.Who],
        MeetingCommand.ApplyChair => [],
        _ => [self],
    };
}
