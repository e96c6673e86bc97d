namespace Protocols.Sip.Trunks;

/// <summary>Whose number who is called over a trunk sees.</summary>
public enum CallerNumber
{
    /// <summary>The trunk's own: what most operators insist on.</summary>
    Fixed,

    /// <summary>The access number by which the meeting can be called back.</summary>
    Meeting,

    /// <summary>That of the participant who has the call made.</summary>
    Participant,
}
