using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Engines;

/// <summary>What precedes a packet on its way from a shard to an engine. The packet itself is as its publisher sent it, without encryption.</summary>
public struct EnginePacket
{
    public PeerId Engine;
    public TrackId Track;
    public Instant ArrivedAt;
    public int Length;
    public short Encoding;

    /// <summary>Counted for this engine: layers that it does not get leave no gap, so a gap is a loss.</summary>
    public SequenceNumber Sequence;

    /// <summary>It does not continue what came before of its track: the first, or another encoding, or something was left out.</summary>
    public bool IsBeginning;
}
