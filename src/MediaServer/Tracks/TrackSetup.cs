using MediaServer.Packets;
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

    public HistoryOptions History { get; init; } = new();

    public bool IsVideo => Source is TrackSource.Camera or TrackSource.Screen;
}
