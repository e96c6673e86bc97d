using System.ComponentModel;
using Mixer.Native;

namespace SignalingHost.Settings;

/// <summary>The sound and the picture of those who take one stream of each: terminals and telephones.</summary>
internal sealed record MixingOptions
{
    // They sleep while nobody is mixed, so more than needed cost nothing.
    [Description("Threads that mix sound; a room is mixed by one of them; 0 means one for each core")]
    public int SoundThreads { get; init; }

    [Description("Threads that compose pictures for terminals; a room is composed by one of them; 0 means one for each core")]
    public int PictureThreads { get; init; }

    [Description("The font in which names are written on composed pictures")]
    public string Font { get; init; } = FreeTypeLibrary.DefaultFont;

    [Description("Encoder of H.264 for terminals: X264, the better picture (GPL), or OpenH264, the cheaper way alone; then x264 is not loaded")]
    public H264Encoder H264Encoder { get; init; } = H264Encoder.X264;

    public int SoundThreadCount => SoundThreads == 0 ? Environment.ProcessorCount : SoundThreads;

    public int PictureThreadCount => PictureThreads == 0 ? Environment.ProcessorCount : PictureThreads;
}

internal enum H264Encoder
{
    X264,
    OpenH264,
}
