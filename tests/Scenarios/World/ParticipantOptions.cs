using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols.Rtp;
using Protocols.Sdp;
using Scenarios.Media;

namespace Scenarios.World;

/// <summary>What somebody brings to a meeting and wants of it.</summary>
public sealed record ParticipantOptions
{
    /// <summary>A browser's usual set.</summary>
    public static readonly IReadOnlyList<CodecChoice> AllCodecs = [CodecChoice.Vp8, CodecChoice.Vp9, CodecChoice.Av1];

    public bool HasMicrophone { get; init; }

    public CameraOptions? Camera { get; init; }

    /// <summary>What each of his sound streams shows at first.</summary>
    public IReadOnlyList<SourceChoice> Sounds { get; init; } = [];

    public IReadOnlyList<StreamWish> Pictures { get; init; } = [];

    /// <summary>What he can decode, best first.</summary>
    public IReadOnlyList<CodecChoice> Decodes { get; init; } = AllCodecs;

    /// <summary>Redundant sound in both directions, if the server agrees.</summary>
    public bool KnowsRed { get; init; }

    public bool AsksForLostPackets { get; init; } = true;

    public IReadOnlyList<RtpExtensionKind> Extensions { get; init; } =
    [
        RtpExtensionKind.AudioLevel,
        RtpExtensionKind.AbsSendTime,
        RtpExtensionKind.TransportSequence,
        RtpExtensionKind.Mid,
        RtpExtensionKind.Rid,
        RtpExtensionKind.RepairedRid,
        RtpExtensionKind.DependencyDescriptor,
    ];

    public LinkConditions Uplink { get; init; } = LinkConditions.Fair;

    public LinkConditions Downlink { get; init; } = LinkConditions.Fair;

    public int Shard { get; init; }

    /// <summary>His wall clock is wrong by so much.</summary>
    public TimeSpan ClockError { get; init; }

    public static ParticipantOptions Speaker(CameraOptions? camera = null) => new() { HasMicrophone = true, Camera = camera ?? CameraOptions.Simple };

    /// <summary>Sees and hears one participant.</summary>
    public static ParticipantOptions ViewerOf(string name) => new()
    {
        Sounds = [SoundOf(name)],
        Pictures = [PictureOf(name)],
    };

    public static SourceChoice SoundOf(string name) => new SourceChoice.Of(new ParticipantId(name), TrackSource.Microphone);

    public static StreamWish PictureOf(string name) => new(new SourceChoice.Of(new ParticipantId(name), TrackSource.Camera));
}
