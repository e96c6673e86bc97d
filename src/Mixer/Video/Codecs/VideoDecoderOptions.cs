namespace Mixer.Video.Codecs;

/// <summary>What a stranger's stream may make a decoder do.</summary>
public sealed record VideoDecoderOptions
{
    /// <summary>1080p takes half of that; a shared screen may be 2560x1600.</summary>
    public int MaxPixels { get; init; } = 4 << 20;
}
