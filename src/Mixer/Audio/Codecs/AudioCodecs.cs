using Mixer.Native;

namespace Mixer.Audio.Codecs;

/// <summary>What differs between the codecs: their rates and who decodes and encodes them.</summary>
public static class AudioCodecs
{
    public static int SampleRate(this AudioCodec codec) => codec switch
    {
        AudioCodec.G722 => 16_000,
        AudioCodec.Opus => 48_000,
        _ => 8_000,
    };

    public static int RtpClock(this AudioCodec codec) => codec == AudioCodec.Opus ? 48_000 : 8_000;

    internal static IAudioDecoder NewDecoder(this AudioCodec codec) => codec switch
    {
        AudioCodec.Opus => new OpusDecoder(),
        AudioCodec.G722 => new G722Decoder(),
        _ => new G711Decoder(codec),
    };

    internal static IAudioEncoder NewEncoder(this AudioCodec codec, OpusOptions opus) => codec switch
    {
        AudioCodec.Opus => new OpusEncoder(opus),
        AudioCodec.G722 => new G722Encoder(),
        _ => new G711Encoder(codec),
    };
}
