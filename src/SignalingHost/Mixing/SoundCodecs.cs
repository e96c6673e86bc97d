using Mixer.Audio.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace SignalingHost.Mixing;

/// <summary>The codecs of the mix as descriptions name them.</summary>
internal static class SoundCodecs
{
    private static readonly CodecDescription Pcmu = Describe(0, CodecName.Pcmu, "PCMU", 8_000);
    private static readonly CodecDescription Pcma = Describe(8, CodecName.Pcma, "PCMA", 8_000);
    private static readonly CodecDescription G722 = Describe(9, CodecName.G722, "G722", 8_000);
    private static readonly CodecDescription Opus = Describe(111, CodecName.Opus, "opus", 48_000, channels: 2);

    public static bool TryRead(CodecDescription description, out AudioCodec codec)
    {
        (var isKnown, codec) = description.Name switch
        {
            CodecName.Pcmu => (true, AudioCodec.Pcmu),
            CodecName.Pcma => (true, AudioCodec.Pcma),
            CodecName.G722 => (true, AudioCodec.G722),
            CodecName.Opus => (true, AudioCodec.Opus),
            _ => (false, default),
        };
        return isKnown;
    }

    public static CodecDescription Describe(AudioCodec codec) => codec switch
    {
        AudioCodec.Pcmu => Pcmu,
        AudioCodec.Pcma => Pcma,
        AudioCodec.G722 => G722,
        _ => Opus,
    };

    private static CodecDescription Describe(byte payloadType, CodecName name, string spelling, int clockRate, int channels = 1) => new()
    {
        PayloadType = new PayloadType(payloadType),
        Name = name,
        EncodingName = spelling,
        ClockRate = clockRate,
        Channels = channels,
    };
}
