using MediaServer.Tracks;

namespace MediaServer.Engines;

/// <summary>Everything a shard must know to take an engine into a room.</summary>
public sealed record EngineSetup
{
    public required PeerId Id { get; init; }

    public required RoomId Room { get; init; }

    /// <summary>The way from this shard to the engine's thread.</summary>
    public required IEngineInbox Inbox { get; init; }
}

/// <summary>Carries what a shard has for an engine to the engine's thread. Called on the shard's thread, and never waits.</summary>
public interface IEngineInbox
{
    /// <summary>False when the engine is too far behind; the packet is lost to it.</summary>
    bool TrySend(in EnginePacket packet, ReadOnlySpan<byte> rtp);

    void Raise(EngineEvent what);
}
