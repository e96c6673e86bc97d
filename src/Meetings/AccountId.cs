namespace Meetings;

/// <summary>A user or a terminal account of a corporation, by its internal id (32 hex digits), never by its login name.</summary>
public readonly record struct AccountId(string Value)
{
    public override string ToString() => Value;
}
