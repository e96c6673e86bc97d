namespace Protocols.Sip.Trunks;

/// <summary>A call that a trunk carries, or is to carry; its server if it is ours.</summary>
internal sealed record TrunkCall(SipTrunk Trunk, TrunkServer? Server)
{
    /// <summary>It has rung somewhere, or been answered: whatever comes now is not for another trunk.</summary>
    public bool HasReached { get; set; }
}
