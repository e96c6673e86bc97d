namespace Meetings;

/// <summary>One run of a meeting, 32 hex digits: the same conference id opened again is another run with a history of its own.</summary>
public readonly record struct RunId(string Value)
{
    public override string ToString() => Value;
}
