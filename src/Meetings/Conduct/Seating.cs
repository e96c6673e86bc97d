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
    public Refusal TryTake(ParticipantId who, bool forCall)
    {
        var full = hall.Roster.Count < hall.Setup.Capacity ? hall.Ports.Seats.TryTake(who)
            : hall.Setup.SeatKind == SeatKind.CloudRoom ? Refusal.VmrCapacityNotEnough
            : Refusal.OverMaxParticipantNumber;

        // Who is called and who comes by himself hear of the same shortage by different codes.
        return (full, forCall) switch
        {
            (Refusal.VmrCapacityNotEnough, false) => Refusal.ParticipantVmrLogicResourceNotEnough,
            (Refusal.OverMaxParticipantNumber, true) => Refusal.OverMaxParticipants,
            _ => full,
        };
    }

    public Participant Sit(Participant participant)
    {
        hall.PicturesStale = true;
        return hall.Roster.Add(participant);
    }

    public void SitAgain(Participant participant)
    {
        if (hall.Ports.Seats.TryTake(participant.Id) != Refusal.None)
            _unseated.Add(participant.Id);
        hall.Roster.Add(participant);
    }

    public void Rise(Participant participant, LeaveReason reason)
    {
        hall.PicturesStale = true;
        hall.Roster.Remove(participant);
        hall.Raise(new MeetingEvent.ParticipantRemoved(participant, reason));
        if (!_unseated.Remove(participant.Id))
            hall.Ports.Seats.Return(participant.Id);
    }
}
