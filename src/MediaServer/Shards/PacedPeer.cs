using MediaServer.Peers;
using Protocols;

namespace MediaServer.Shards;

/// <summary>A peer's place among those whose pacer holds packets back.</summary>
internal sealed class PacedPeer(Peer peer) : IScheduled
{
    public Peer Peer { get; } = peer;

    Instant IScheduled.Due { get; set; }

    int IScheduled.HeapPlace { get; set; }
}
