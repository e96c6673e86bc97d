using MediaServer.Packets;
using MediaServer.Tracks;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Engines;

/// <summary>A track that an engine publishes.</summary>
public sealed record EngineTrack(ParticipantId Owner, TrackSource Source, CodecDescription Codec)
{
    public VideoCodec VideoCodec { get; init; }

    public RtpExtensionMap Extensions { get; init; } = RtpExtensionMap.Empty;

    /// <summary>For whoever asks for its owner, and nobody else.</summary>
    public bool IsUnlisted { get; init; }

    /// <summary>It is made by what its receiver's line carries, but no more than this.</summary>
    public Bitrate GrowsTo { get; init; }

    /// <summary>Of a picture in several sizes, the smallest first.</summary>
    public int EncodingCount { get; init; } = 1;

    /// <summary>See <see cref="TrackSetup.TwinOf"/>.</summary>
    public TrackId? TwinOf { get; init; }

    public HistoryOptions History { get; init; } = new();

    public TrackSetup In(RoomId room, TrackId id) => new()
    {
        Id = id,
        Room = room,
        Owner = Owner,
        Source = Source,
        Codec = Codec,
        VideoCodec = VideoCodec,
        Extensions = Extensions,
        IsUnlisted = IsUnlisted,
        GrowsTo = GrowsTo,
        EncodingCount = EncodingCount,
        TwinOf = TwinOf,
        History = History,
    };
}
