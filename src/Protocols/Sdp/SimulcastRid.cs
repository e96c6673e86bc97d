using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>One encoding of a simulcast list; paused ones are agreed but not sent for now.</summary>
public readonly record struct SimulcastRid(Rid Rid, bool IsPaused)
{
    public override string ToString() => IsPaused ? $"~{Rid}" : Rid.ToString();
}
