namespace Meetings.Conduct;

/// <summary>Those before the door, in the order of coming. They hold no seat.</summary>
internal sealed class WaitingRoom(Hall hall)
{
    private readonly OrderedDictionary<ParticipantId, WaitingGuest> _guests = [];

    public IReadOnlyList<WaitingGuest> All => _guests.Values;

    public int Count => _guests.Count;

    /// <summary>How many wait for nothing but the chair's coming.</summary>
    public int ForChair { get; private set; }

    public WaitingGuest? Find(ParticipantId who) => _guests.GetValueOrDefault(who);

    public Refusal Enter(JoinRequest request, WaitingFor waitingFor)
    {
        if (_guests.Count >= hall.Options.MaxWaiting)
            return Refusal.OverMaxParticipantNumber;

        Put(new WaitingGuest { Request = request, WaitingFor = waitingFor, Since = hall.Now });
        hall.Say(waitingFor == WaitingFor.Chair ? Prompt.WaitForChair : Prompt.WaitForAdmission, request.Who);
        return Refusal.None;
    }

    /// <summary>The chair has come, but the waiting room holds whom he has not let in.</summary>
    public void WaitOn(WaitingGuest guest)
    {
        ForChair--;
        Put(guest with { WaitingFor = WaitingFor.Admission });
    }

    public void Admitted(WaitingGuest guest)
    {
        hall.Raise(new MeetingEvent.WaitingChanged(guest with { Admitted = true }));
        Leave(guest.Id, WaitingEnd.Admitted);
    }

    public bool Leave(ParticipantId who, WaitingEnd end)
    {
        if (!_guests.Remove(who, out var guest))
            return false;

        ForChair -= guest.WaitingFor == WaitingFor.Chair ? 1 : 0;
        hall.Raise(new MeetingEvent.WaitingRemoved(guest, end));
        return true;
    }

    public void Restore(WaitingGuest guest)
    {
        ForChair += guest.WaitingFor == WaitingFor.Chair ? 1 : 0;
        _guests[guest.Id] = guest;
    }

    private void Put(WaitingGuest guest)
    {
        Restore(guest);
        hall.Raise(new MeetingEvent.WaitingChanged(guest));
    }
}
