namespace Protocols.Rtp;

/// <summary>A synchronization source (RFC 3550 §3): which stream inside a session a packet belongs to.</summary>
public readonly record struct Ssrc(uint Value)
{
    public override string ToString() => $"{Value:x8}";
}
