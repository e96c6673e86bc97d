using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Shards;

/// <summary>Everything that a shard tells the outside. Immutable.</summary>
public abstract record MediaEvent
{
    private MediaEvent()
    {
    }

    public sealed record PeerConnected(PeerId Peer, string SrtpProfile) : MediaEvent;

    public sealed record PeerGone(PeerId Peer, RoomId Room, CloseReason Reason) : MediaEvent;

    public sealed record TrackPublished(RoomId Room, ParticipantId Who, TrackSource Source, TrackId Track) : MediaEvent;

    public sealed record TrackEnded(RoomId Room, ParticipantId Who, TrackSource Source, TrackId Track) : MediaEvent;

    /// <summary>Only these encodings (one bit each) of a published track are watched now; the page should send no others.</summary>
    public sealed record DemandChanged(PeerId Publisher, TrackId Track, int Encodings) : MediaEvent
    {
        public TrackSource Source { get; init; }

        /// <summary>How many encodings the track has.</summary>
        public int Of { get; init; }
    }

    public sealed record SpeakerChanged(RoomId Room, ParticipantId? Speaker) : MediaEvent;

    /// <summary>
    /// Those who have been heard on this shard since the last telling; empty when they have fallen silent. Whoever speaks on another
    /// shard of the same room is told there.
    /// </summary>
    public sealed record VoicesHeard(RoomId Room, int Shard, IReadOnlyList<HeardVoice> Voices) : MediaEvent;

    /// <summary>A stream whose content the server chooses shows somebody else, or (null) nobody.</summary>
    public sealed record StreamShows(PeerId Viewer, Mid Stream, ParticipantId? Who, TrackSource Source) : MediaEvent;

    /// <summary>
    /// A viewer is to be shown a picture that he does not decode, and there is no <see cref="TwinCodec">twin</see> of it. Said again every few seconds for as long as
    /// that is so.
    /// </summary>
    public sealed record TwinWanted(RoomId Room, TrackId Track, PeerId Viewer, Mid Stream) : MediaEvent;

    /// <summary>A key was pressed on a terminal, said as a telephone event (RFC 4733 §3.2): 0 … 9, 10 is the star, 11 the hash.</summary>
    public sealed record KeyPressed(PeerId Terminal, byte Key) : MediaEvent;

    /// <summary>A terminal's picture must begin anew, and nothing but its signalling is left to ask by (SIP INFO, RFC 5168).</summary>
    public sealed record KeyFrameWanted(PeerId Terminal) : MediaEvent;

    /// <summary>A terminal has been sent no picture for a second: whoever makes pictures should give it one.</summary>
    public sealed record PictureMissing(PeerId Terminal) : MediaEvent;

    /// <summary>
    /// Whoever encodes for this receiver should keep to so much: a terminal asks for no more (TMMBR), or that is what a browser's line carries which is shown a
    /// picture made for it (<c>TrackSetup.GrowsTo</c>).
    /// </summary>
    public sealed record ViewerLimited(PeerId Viewer, Bitrate Limit) : MediaEvent;

    /// <summary>A defect of ours ended a peer. The others go on.</summary>
    public sealed record Fault(PeerId? Peer, Exception What) : MediaEvent;
}

/// <summary>How loud somebody was at the most, 1 … 100, and for how long he has spoken without a pause.</summary>
public readonly record struct HeardVoice(ParticipantId Who, int Volume, TimeSpan Lasts);

/// <summary>Why a peer is no longer there.</summary>
public enum CloseReason
{
    /// <summary>The session was deleted by whoever made it.</summary>
    Left,

    /// <summary>The peer closed its DTLS transport.</summary>
    ClosedByPeer,

    /// <summary>No consent for thirty seconds (RFC 7675).</summary>
    ConsentLost,

    /// <summary>It never connected.</summary>
    NeverConnected,

    HandshakeFailed,
    ServerClosing,
    InternalFault,
}

/// <summary>Where events go. Called on the shard's thread; must not wait.</summary>
public interface IMediaEvents
{
    void Raise(MediaEvent what);
}
