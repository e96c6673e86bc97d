using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>What we call in libopus, under its own names. Results below 0 are errors. The two controls are variadic in C; ours take one number.</summary>
internal static unsafe partial class LibOpus
{
    public const int ApplicationVoip = 2048;

    public const int SetBitrate = 4002;
    public const int SetComplexity = 4010;
    public const int SetInbandFec = 4012;
    public const int SetPacketLossPercent = 4014;
    public const int SetDtx = 4016;
    public const int SetSignal = 4024;
    public const int SignalVoice = 3001;

    static LibOpus() => OpusLibrary.UseResolver();

    [LibraryImport(OpusLibrary.Opus)]
    public static partial byte* opus_get_version_string();

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_encoder_get_size(int channels);

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_encoder_init(OpusState encoder, int sampleRate, int channels, int application);

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_encoder_ctl(OpusState encoder, int request, int value);

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_encode_float(OpusState encoder, float* pcm, int frameSize, byte* payload, int capacity);

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_decoder_get_size(int channels);

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_decoder_init(OpusState decoder, int sampleRate, int channels);

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_decode_float(OpusState decoder, byte* payload, int length, float* pcm, int frameSize, int decodeFec);

    [LibraryImport(OpusLibrary.Opus)]
    public static partial int opus_packet_get_nb_samples(byte* payload, int length, int sampleRate);
}
