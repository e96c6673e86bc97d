namespace Protocols.Sip.Trunks;

/// <summary>What is known of a trunk's server.</summary>
public enum TrunkHealth
{
    /// <summary>Nobody has asked it yet, or it failed a while ago and is due for another try.</summary>
    Unknown,
    Up,

    /// <summary>It did not answer, or said itself that it cannot serve. Nobody is sent there while others are up.</summary>
    Down,
}
