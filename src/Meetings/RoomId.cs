namespace Meetings;

/// <summary>A cloud meeting room or a personal meeting id, by its internal id, not by the number that is dialled.</summary>
public readonly record struct RoomId(string Value)
{
    public override string ToString() => Value;
}
