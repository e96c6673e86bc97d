using Mixer.Native;
using Mixer.Video.Planning;
using Protocols.Codecs;

namespace Mixer.Video.Codecs;

/// <summary>Opens the decoder of a stream and the encoder of a class.</summary>
public static class VideoCodecs
{
    public static IVideoDecoder OpenDecoder(VideoCodec codec, VideoDecoderOptions options) => new AvDecoder(codec, options);

    public static IVideoEncoder OpenEncoder(VideoEncoderOptions options) => (options.Profile, options.Effort) switch
    {
        (VideoProfile.Vp8, _) => new VpxEncoder(options),
        (_, EncoderEffort.OpenH264Low) => new OpenH264Encoder(options),
        _ => new X264Encoder(options),
    };
}
