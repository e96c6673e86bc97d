using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>What this server is ready to speak, whether it answers or offers.</summary>
public sealed record AnswerPolicy
{
    /// <summary>Best first. Opus before RED: RED doubles the audio bit rate and pays only under loss.</summary>
    public IReadOnlyList<CodecChoice> AudioCodecs { get; init; } =
        [CodecChoice.Opus, CodecChoice.Red, CodecChoice.TelephoneEvent48, CodecChoice.TelephoneEvent8];

    /// <summary>Best first. VP8 leads because every browser encodes and decodes it, with simulcast (RFC 7742 §5).</summary>
    public IReadOnlyList<CodecChoice> VideoCodecs { get; init; } =
    [
        CodecChoice.Vp8,
        CodecChoice.H264ConstrainedBaseline,
        CodecChoice.H264Baseline,
        CodecChoice.H264ConstrainedBaselineSingleNal,
        CodecChoice.H264BaselineSingleNal,
        CodecChoice.Vp9,
        CodecChoice.Av1,
    ];

    public CodecOrder CodecOrder { get; init; } = CodecOrder.Ours;

    public IReadOnlyList<RtpExtensionKind> Extensions { get; init; } =
    [
        RtpExtensionKind.Mid,
        RtpExtensionKind.Rid,
        RtpExtensionKind.RepairedRid,
        RtpExtensionKind.AudioLevel,
        RtpExtensionKind.AbsSendTime,
        RtpExtensionKind.TransportSequence,
        RtpExtensionKind.AbsCaptureTime,
        RtpExtensionKind.VideoOrientation,
        RtpExtensionKind.DependencyDescriptor,
        RtpExtensionKind.PlayoutDelay,
    ];

    /// <summary>REMB is left out: browsers that offer it offer transport-cc too, and two estimators fight.</summary>
    public RtcpFeedbackKinds VideoFeedback { get; init; } =
        RtcpFeedbackKinds.Nack | RtcpFeedbackKinds.NackPli | RtcpFeedbackKinds.CcmFir | RtcpFeedbackKinds.TransportCc;

    /// <summary>Browsers offer no NACK for audio; clients that do are glad of it.</summary>
    public RtcpFeedbackKinds AudioFeedback { get; init; } = RtcpFeedbackKinds.Nack | RtcpFeedbackKinds.TransportCc;

    /// <summary>Whether video may be repaired by retransmissions on their own source (RFC 4588).</summary>
    public bool Retransmission { get; init; } = true;

    /// <summary>The ways media may flow, seen from the server: a publishing endpoint allows <see cref="MediaDirection.Receive"/>.</summary>
    public MediaDirection AllowedDirection { get; init; } = MediaDirection.Both;

    /// <summary>0 refuses simulcast; the client then sends one encoding.</summary>
    public int MaxSimulcastLayers { get; init; } = 4;

    public int MaxAudioSections { get; init; } = 64;

    public int MaxVideoSections { get; init; } = 64;

    /// <summary>
    /// Written as <c>x-google-start-bitrate</c> for video that we receive; null leaves it out. Chromium's estimator starts at
    /// 300 kbit/s, which costs a 720p camera its first ten seconds of resolution.
    /// </summary>
    public Bitrate? StartBitrate { get; init; } = Bitrate.Kilobits(1_000);

    /// <summary>Written as <c>b=</c> for video that we receive; null leaves it out.</summary>
    public Bitrate? MaxVideoBitrate { get; init; }

    /// <summary>Written as Opus's <c>maxaveragebitrate</c>; null leaves it out.</summary>
    public Bitrate? MaxAudioBitrate { get; init; }

    /// <summary>Asks senders of Opus to send nothing in silence (RFC 7587 §6.1).</summary>
    public bool OpusDtx { get; init; }

    /// <summary>The H.264 level up to which we take pictures; 3.1 is 720p at 30. The first two bytes do not matter.</summary>
    public H264Profile H264Level { get; init; } = new(0x42, 0xE0, 0x1F);

    /// <summary>Accepts <c>a=rtcp-xr:rcvr-rtt</c>: receivers that send nothing may ask for round trips (RFC 3611 §4.4).</summary>
    public bool ReceiverRoundTrip { get; init; } = true;

    public IReadOnlyList<CodecChoice> CodecsOf(MediaKind kind) => kind switch
    {
        MediaKind.Audio => AudioCodecs,
        MediaKind.Video => VideoCodecs,
        _ => [],
    };

    public RtcpFeedbackKinds FeedbackOf(MediaKind kind) => kind switch
    {
        MediaKind.Audio => AudioFeedback,
        MediaKind.Video => VideoFeedback,
        _ => RtcpFeedbackKinds.None,
    };
}
