namespace Meetings.Conduct;

/// <summary>
/// Puts people on seats and takes them off. Invariant: as many seats are taken as people are in the roster, those being called and
/// those away included, because nobody else may have their seat meanwhile.
/// </summary>
internal sealed class Seating(Hall hall)
{
    private readonly HashSet<ParticipantId> _unseated = [];

    /// <summary>Those whose seat was lost while the meeting was stored; they have none to give back.</summary>
    public IReadOnlyCollection<ParticipantId> Unseated => _unseated;

    /// <summary>None: the seat is taken, and has to be used or given back.</summary>
    public Refusal TryTake(bool forCall)
    {
        var room = hall.Setup.SeatKind == SeatKind.CloudRoom;
        if (hall.Roster.Count >= hall.Setup.Capacity)
        {
            return (room, forCall) switch
            {
                (true, true) => Refusal.VmrCapacityNotEnough,
                (true, false) => Refusal.ParticipantVmrLogicResourceNotEnough,
                (false, true) => Refusal.OverMaxParticipants,
                (false, false) => Refusal.OverMaxParticipantNumber,
            };
        }

        if (hall.Ports.Seats.TryTake())
            return Refusal.None;

        return (room, forCall) switch
        {
            (true, true) => Refusal.VmrCapacityNotEnough,
            (true, false) => Refusal.ParticipantVmrLogicResourceNotEnough,
            _ => Refusal.EnterpriseCapacityNotEnough,
        };
    }

    public void GiveBack() => hall.Ports.Seats.Return();

    public Participant Sit(Participant participant)
    {
        hall.PicturesStale = true;
        return hall.Roster.Add(participant);
    }

    public void SitAgain(Participant participant)
    {
        if (!hall.Ports.Seats.TryTake())
            _unseated.Add(participant.Id);
        hall.Roster.Add(participant);
    }

    public void Rise(Participant participant, LeaveReason reason)
    {
        hall.PicturesStale = true;
        hall.Roster.Remove(participant);
        hall.Raise(new MeetingEvent.ParticipantRemoved(participant, reason));
        if (!_unseated.Remove(participant.Id))
            GiveBack();
    }
}
