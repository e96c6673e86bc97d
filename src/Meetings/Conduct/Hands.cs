namespace Meetings.Conduct;

/// <summary>Raised hands. Their order is that of <see cref="Participant.HandAt"/>.</summary>
internal sealed class Hands(Hall hall)
{
    public Refusal Raise(ParticipantId who, bool up) => RaiseMany([who], up);

    /// <summary>Nobody's hand moves unless everybody's may.</summary>
    public Refusal RaiseMany(IReadOnlyList<ParticipantId> who, bool up)
    {
        var found = who.Distinct().Select(id => hall.Roster.Entered(id)).OfType<Participant>().ToArray();
        if (found.Length == 0)
            return Refusal.ConfParticipantNotExist;
        if (up && found.Any(participant => participant.IsChair))
            return Refusal.ConfChairForbiddenHand;
        if (up && found.Count(participant => participant.HandAt is null) is var more and > 0 && CountUp() + more > hall.Options.MaxHands)
            return Refusal.OverMaxAllowHandNumber;

        foreach (var participant in found)
        {
            if (up != participant.HandAt is not null)
                hall.Roster.Change(participant with { HandAt = up ? hall.Now : null });
        }

        return Refusal.None;
    }

    private int CountUp()
    {
        var up = 0;
        for (var at = 0; at < hall.Roster.InOrder.Count; at++)
            up += hall.Roster.InOrder[at].HandAt is null ? 0 : 1;
        return up;
    }
}
