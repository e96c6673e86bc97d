using MediaServer.Engines;
using MediaServer.Peers;
using MediaServer.Subscriptions;
using MediaServer.Terminals;
using MediaServer.Tracks;
using Protocols;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;

namespace MediaServer.Shards;

/// <summary>Everything that other threads can ask of a shard. Immutable, handled in the order of posting.</summary>
public abstract record ShardLetter
{
    private ShardLetter()
    {
    }

    public sealed record AddPeer(PeerSetup Setup) : ShardLetter;

    public sealed record RemovePeer(PeerId Peer) : ShardLetter;

    public sealed record AddTerminal(TerminalSetup Setup) : ShardLetter;

    /// <summary>The terminal goes to another room; what it has agreed on by DTLS is told, on the shard's thread, and is no longer the shard's.</summary>
    internal sealed record LeaveRoom(PeerId Terminal, Action<IReadOnlyList<DtlsAssociation>> Then) : ShardLetter;

    /// <summary>A renewed offer and its answer: other addresses, keys, directions, or another line.</summary>
    public sealed record RenewTerminal(PeerId Terminal, TerminalAgreement Agreement) : ShardLetter;

    /// <summary>Keys to be pressed on its line; a comma is a pause.</summary>
    public sealed record DialKeys(PeerId Terminal, string Digits) : ShardLetter;

    /// <summary>Its signalling asks for a key frame of what it is sent.</summary>
    public sealed record TerminalKeyFrame(PeerId Terminal) : ShardLetter;

    /// <summary>New credentials on both sides; the media goes on meanwhile (RFC 8445 §9).</summary>
    public sealed record RestartIce(PeerId Peer, IceCredentials Local, IceCredentials Remote) : ShardLetter;

    /// <summary>A receiver wants something else of one of his streams.</summary>
    public sealed record Wish(PeerId Peer, Mid Stream, StreamWish What) : ShardLetter;

    /// <summary>
    /// The meeting closes or opens a participant's gate. It holds for what he has not published yet too. A picture behind a closed gate
    /// is nobody's: it leaves the stage, and whoever watched it is shown nothing until it opens.
    /// </summary>
    public sealed record Mute(RoomId Room, ParticipantId Who, TrackSource Source, bool IsMuted) : ShardLetter;

    /// <summary>An engine takes its chair. It leaves by <see cref="RemovePeer"/>, like anybody.</summary>
    public sealed record AddEngine(EngineSetup Setup) : ShardLetter;

    /// <summary>Null: no more of the track.</summary>
    public sealed record EngineWants(PeerId Engine, TrackId Track, EngineWish? What) : ShardLetter;

    public sealed record EngineKeyFrame(PeerId Engine, TrackId Track) : ShardLetter;

    public sealed record EnginePublishes(PeerId Engine, TrackSetup Track) : ShardLetter;

    public sealed record EngineEnds(PeerId Engine, TrackId Track) : ShardLetter;

    /// <summary>For the other engines of the room, which may sit at any half of it.</summary>
    public sealed record EngineDelay(PeerId By, RoomId Room, ParticipantId Owner, TrackSource Source, TimeSpan Delay) : ShardLetter;

    public sealed record EngineClock(PeerId Engine, TrackId Track, int Encoding, Instant CapturedAt, RtpTimestamp Timestamp) : ShardLetter;

    /// <summary>The room has, or no longer has, a half on another shard.</summary>
    public sealed record Link(RoomId Room, int OtherShard) : ShardLetter;

    public sealed record Unlink(RoomId Room, int OtherShard) : ShardLetter;

    /// <summary>A track of the other half of a room, which may be had through the relay.</summary>
    public sealed record RelayedTrackAdded(int FromShard, TrackSetup Track, bool IsMuted) : ShardLetter;

    public sealed record RelayedTrackRemoved(int FromShard, RoomId Room, TrackId Track) : ShardLetter;

    /// <summary>A gate at home was closed or opened.</summary>
    public sealed record RelayMute(RoomId Room, TrackId Track, bool IsMuted) : ShardLetter;

    /// <summary>The other half shows these encodings (one bit each).</summary>
    public sealed record RelayDemand(int FromShard, RoomId Room, TrackId Track, int Encodings) : ShardLetter;

    public sealed record RelayKeyFrame(RoomId Room, TrackId Track, int Encoding) : ShardLetter;

    public sealed record RelayClock(RoomId Room, TrackId Track, int Encoding, NtpTime WallClock, RtpTimestamp Timestamp) : ShardLetter;

    /// <summary>A TCP connection has ended.</summary>
    public sealed record RouteClosed(IceRoute Route) : ShardLetter;

    /// <summary>Says goodbye to everyone and closes.</summary>
    public sealed record CloseAll : ShardLetter;

    /// <summary>A look at the shard's state, made on its thread.</summary>
    public sealed record Inspect(Action<ShardCore, Instant> Look) : ShardLetter;
}
