using Mixer.Inputs;
using Mixer.Synchronizing;
using Mixer.Video.Composing;
using Mixer.Video.Planning;

namespace Mixer.Video.Mixing;

/// <summary>The settings of everything that a <see cref="PictureMix"/> is made of.</summary>
public sealed record PictureMixOptions
{
    public VideoInputOptions Inputs { get; init; } = new();

    public LipSyncOptions LipSync { get; init; } = new();

    public CompositorOptions Composing { get; init; } = new();

    public CanvasTickOptions Ticks { get; init; } = new();

    public MixClassOptions Classes { get; init; } = new();

    public KeyFrameOptions KeyFrames { get; init; } = new();

    public CostModel Costs { get; init; } = new();

    /// <summary>No more than this is spent on H.264, whatever the limits of the moment allow.</summary>
    public EncoderEffort MostEffort { get; init; } = EncoderEffort.X264Veryfast;
}
