using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Video.Codecs;

/// <summary>One class of encoding: what everybody who is sent this stream can take.</summary>
public sealed record VideoEncoderOptions
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public double PicturesPerSecond { get; init; } = 30;

    public required Bitrate Bitrate { get; init; }

    public VideoProfile Profile { get; init; } = VideoProfile.H264Baseline;

    /// <summary>For H.264 alone; VP8 is always made as fast as it can be.</summary>
    public EncoderEffort Effort { get; init; } = EncoderEffort.X264Superfast;

    /// <summary>No NAL unit is longer, so that terminals that take no fragments (packetization mode 0) share the stream with all others.</summary>
    public int LongestUnit { get; init; } = 1_200;

    /// <summary>
    /// How much the rate may run ahead of itself. A key frame is as large as this allows; half a second is a burst that routers and
    /// terminals bear.
    /// </summary>
    public TimeSpan RateBuffer { get; init; } = TimeSpan.FromMilliseconds(500);
}
