namespace Mixer.Video;

/// <summary>How much memory the pictures of one mixer thread may take.</summary>
public sealed record PicturePoolOptions
{
    /// <summary>No picture is wider or higher: twice the largest canvas.</summary>
    public const int LongestSide = 4_096;

    /// <summary>Eighty canvases of 1080p, or 740 panes of 360p.</summary>
    public long MaxBytes { get; init; } = 256L << 20;
}
