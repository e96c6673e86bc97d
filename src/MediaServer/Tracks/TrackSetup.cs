using MediaServer.Packets;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Tracks;

/// <summary>What is fixed about a track for as long as it is published.</summary>
public sealed record TrackSetup
{
    public required TrackId Id { get; init; }

    public required RoomId Room { get; init; }

    public required ParticipantId Owner { get; init; }

    public required TrackSource Source { get; init; }

    public required CodecDescription Codec { get; init; }

    public VideoCodec VideoCodec { get; init; }

    /// <summary>The publisher's numbers of header extensions, by which its packets are read.</summary>
    public required RtpExtensionMap Extensions { get; init; }

    /// <summary>Simulcast encodings, lowest first.</summary>
    public int EncodingCount { get; init; } = 1;

    /// <summary>At home on another shard.</summary>
    public bool IsRelayed { get; init; }

    /// <summary>
    /// Has no place among voices and pictures; only who asks for its owner is shown it: the mix for one listener, sound that browsers
    /// do not decode. A track of the same owner for everybody goes before it.
    /// </summary>
    public bool IsUnlisted { get; init; }

    /// <summary>
    /// Made for one receiver by what his line carries, and no more than this: whoever makes it is told (<c>MediaEvent.ViewerLimited</c>), and his line is tried
    /// out for so much. Zero of any other.
    /// </summary>
    public Bitrate GrowsTo { get; init; }

    /// <summary>
    /// It shows what that track shows, in another codec, and is for those alone who do not decode that one. Owner and source are that one's; unlisted.
    /// </summary>
    public TrackId? TwinOf { get; init; }

    public HistoryOptions History { get; init; } = new();

    public bool IsVideo => Source is TrackSource.Camera or TrackSource.Screen;

    /// <summary>Another shard is sent it only while somebody there is shown it. Sounds go there for being loud.</summary>
    public bool IsOnDemand => IsVideo || IsUnlisted;
}
