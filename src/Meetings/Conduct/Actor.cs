namespace Meetings.Conduct;

/// <summary>Who asks. What he may ask is decided when he asks, by the role he has then.</summary>
public abstract record Actor
{
    private Actor()
    {
    }

    /// <summary>The server itself and those who report to it: signalling, media, recorder.</summary>
    public static Actor Server { get; } = new System();

    /// <summary>Holds the host's token: knows the chair password or owns the meeting, and need not be in it.</summary>
    public sealed record Controller(string Name, AccountId? Account = null) : Actor;

    /// <summary>Somebody in the meeting (or in its waiting room), whatever his role is.</summary>
    public sealed record Participant(ParticipantId Who) : Actor;

    /// <summary>An administrator of the corporation: he controls every meeting of it.</summary>
    public sealed record AccountAdmin(AccountId Account, string Name) : Actor;

    public sealed record System : Actor;
}
