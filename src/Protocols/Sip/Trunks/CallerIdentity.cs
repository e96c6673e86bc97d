namespace Protocols.Sip.Trunks;

/// <summary>The numbers and names that a call over a trunk may be made under; empty where there is none.</summary>
public sealed record CallerIdentity
{
    public static readonly CallerIdentity None = new();

    public string MeetingNumber { get; init; } = "";

    public string MeetingName { get; init; } = "";

    public string ParticipantNumber { get; init; } = "";

    public string ParticipantName { get; init; } = "";
}
