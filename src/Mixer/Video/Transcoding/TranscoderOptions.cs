using Mixer.Inputs;
using Mixer.Video.Planning;

namespace Mixer.Video.Transcoding;

/// <summary>How a stream is made into VP8.</summary>
public sealed record TranscoderOptions
{
    public VideoInputOptions Inputs { get; init; } = new();

    public CostModel Costs { get; init; } = new();

    public KeyFrameOptions KeyFrames { get; init; } = new();

    /// <summary>
    /// A picture whose packets have waited for longer is decoded, because the next needs it, and not encoded: a thread that is behind catches up by that, and nobody is
    /// shown the past.
    /// </summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Who waits for a key frame is given the picture that stands when no new one has come for so long.</summary>
    public TimeSpan Still { get; init; } = TimeSpan.FromMilliseconds(200);
}
