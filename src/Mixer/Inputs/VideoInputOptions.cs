using Mixer.Video.Codecs;
using Protocols.Codecs.Assembly;

namespace Mixer.Inputs;

/// <summary>How much a participant's pictures may cost us when they are not what they should be.</summary>
public sealed record VideoInputOptions
{
    public AssemblyOptions Assembly { get; init; } = new();

    public VideoDecoderOptions Decoder { get; init; } = new();

    /// <summary>So many pictures that cannot be decoded within a second are no accident; a bad line breaks none, because what was lost is never decoded.</summary>
    public int FaultsPerSecond { get; init; } = 5;

    /// <summary>For so long nothing of a stream is decoded that had too many faults; then it is given another chance.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(10);
}
