namespace Meetings.Corporations;

/// <summary>A person, or a device in a meeting room.</summary>
public enum AccountKind
{
    User,
    Terminal,
}
