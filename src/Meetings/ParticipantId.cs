namespace Meetings;

/// <summary>One stay of one device in a meeting, 32 opaque characters: the same account on two devices is two participants.</summary>
public readonly record struct ParticipantId(string Value)
{
    public override string ToString() => Value;
}
