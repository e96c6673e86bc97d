using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Engines;

/// <summary>Everything that a shard tells an engine beside packets. Immutable; the first argument says which of a thread's engines is meant.</summary>
public abstract record EngineEvent(PeerId Engine)
{
    /// <summary>Somebody publishes this; ask for it by <see cref="ShardLetter.EngineWants"/>.</summary>
    public sealed record TrackAdded(PeerId Engine, TrackSetup Track, bool IsMuted) : EngineEvent(Engine);

    public sealed record TrackRemoved(PeerId Engine, TrackId Track) : EngineEvent(Engine);

    /// <summary>The meeting has closed or opened the track's gate.</summary>
    public sealed record TrackMuted(PeerId Engine, TrackId Track, bool IsMuted) : EngineEvent(Engine);

    /// <summary>By its publisher's reports, what has this timestamp was captured at this moment of ours. It is one clock for all that he publishes.</summary>
    public sealed record ClockRead(PeerId Engine, TrackId Track, int Encoding, Instant CapturedAt, RtpTimestamp Timestamp) : EngineEvent(Engine);

    /// <summary>Another engine of the room says how long what somebody publishes takes there, from capture until it is shown or heard.</summary>
    public sealed record DelayTold(PeerId Engine, ParticipantId Owner, TrackSource Source, TimeSpan Delay) : EngineEvent(Engine);

    /// <summary>Somebody who is shown the engine's own track needs a key frame of it.</summary>
    public sealed record KeyFrameWanted(PeerId Engine, TrackId Track, int Encoding) : EngineEvent(Engine);

    /// <summary>Which encodings (one bit each) of the engine's own track anybody is shown now; at first none is.</summary>
    public sealed record DemandChanged(PeerId Engine, TrackId Track, int Encodings) : EngineEvent(Engine);

    /// <summary>The engine is no longer in the room. It is told nothing more, and what it published has ended.</summary>
    public sealed record Closed(PeerId Engine, CloseReason Reason) : EngineEvent(Engine);
}
