namespace Protocols.Sip.Trunks;

/// <summary>How far a trunk knows where we are.</summary>
public enum RegistrationState
{
    /// <summary>It need not: it knows our address.</summary>
    NotNeeded,
    Trying,
    Registered,

    /// <summary>It will not have us: a wrong password, a stopped account.</summary>
    Refused,
}
