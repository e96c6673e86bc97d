namespace Meetings;

/// <summary>The number of a meeting that people type: random, personal, or of a cloud meeting room.</summary>
public readonly record struct ConferenceId(string Value)
{
    public override string ToString() => Value;
}
