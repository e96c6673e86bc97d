using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Engines;

/// <summary>
/// An engine's place in one room, on the engine's thread: what it asks of the room and what it publishes there, like any participant.
/// </summary>
public interface IEngineSeat : IDisposable
{
    PeerId Id { get; }

    RoomId Room { get; }

    /// <summary>Null: no more of it.</summary>
    void Want(TrackId track, EngineWish? wish);

    void RequestKeyFrame(TrackId track);

    /// <summary>From now on it is a track of the room like any other.</summary>
    TrackId Publish(EngineTrack track);

    void End(TrackId track);

    /// <summary>
    /// One packet for all these tracks of ours. It goes to the shard once, however many they are, with the numbers that it has.
    /// False when the shard is too far behind.
    /// </summary>
    bool TrySend(ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, Instant madeAt, int encoding = 0);

    /// <summary>What has this media time on one of our tracks was captured at this moment.</summary>
    void TellClock(TrackId track, int encoding, Instant capturedAt, RtpTimestamp timestamp);

    /// <summary>How loud a track is just now whose publisher does not say it in his packets: from that follows who speaks. Of any other it changes nothing.</summary>
    void TellLevel(TrackId track, AudioLevel level);

    /// <summary>Tells the room's other engines how long what somebody publishes takes here, from capture until it is shown or heard, if it waits for nothing else of his.</summary>
    void TellDelay(ParticipantId owner, TrackSource source, TimeSpan delay);
}

/// <summary>An engine: what its thread is told when it empties its rings.</summary>
public interface IEngine
{
    void Handle(EngineEvent what, Instant now);

    /// <summary>A packet of a track that was asked for. Its bytes are good until the return.</summary>
    void Receive(in EnginePacket facts, in RtpPacket packet, Instant now);
}
