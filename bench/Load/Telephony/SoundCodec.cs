namespace Load.Telephony;

/// <summary>One codec of telephones: what it is called in descriptions and at Janus, and how ffmpeg makes it.</summary>
internal sealed record SoundCodec(string Name, byte PayloadType, string Description, int TimestampStep, string Encoder)
{
    /// <summary>Bytes of 20 ms, where every packet has the same; 0 where ffmpeg writes packets (Ogg).</summary>
    public int FrameBytes { get; init; }

    public static SoundCodec Parse(string name) => name switch
    {
        "opus" => new("opus", 111, "opus/48000/2", 960, "-ar 48000 -c:a libopus -application voip -vbr on -b:a 32k -frame_duration 20 -f ogg"),
        "g722" => new("g722", 9, "G722/8000", 160, "-ar 16000 -c:a g722 -f g722") { FrameBytes = 160 },
        "pcma" => new("pcma", 8, "PCMA/8000", 160, "-ar 8000 -c:a pcm_alaw -f alaw") { FrameBytes = 160 },
        _ => throw new ArgumentException($"--codec={name}: opus, g722 or pcma"),
    };
}
