namespace Protocols.Ice;

public enum CandidateType
{
    Host,
    ServerReflexive,
    PeerReflexive,
    Relayed,
}

/// <summary>Who opens the connection of a TCP candidate (RFC 6544 §4.5); None for UDP.</summary>
public enum TcpType
{
    None,
    Active,
    Passive,
    SimultaneousOpen,
}
