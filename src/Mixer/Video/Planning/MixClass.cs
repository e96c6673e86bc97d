using Mixer.Video.Composing;
using Protocols;

namespace Mixer.Video.Planning;

/// <summary>What is encoded once: a view in one size, at one step of the rate, in one profile. Whoever is in the class gets the same packets.</summary>
public readonly record struct MixClass(ViewId View, RateStep Step, VideoProfile Profile);

/// <summary>One of the few rates there are, so that viewers share, and the size and pictures per second that it is enough for.</summary>
public readonly record struct RateStep(CanvasSize Size, Bitrate Rate, int FramesPerSecond)
{
    public override string ToString() => $"{Size} {Rate} {FramesPerSecond}/s";
}

/// <summary>What a canvas shows: the meeting's composition, a variant of it, or somebody's own.</summary>
public readonly record struct ViewId(int Value)
{
    public override string ToString() => $"view {Value}";
}

/// <summary>Whoever takes one composed stream: a terminal, or a browser on a bad line.</summary>
public readonly record struct ViewerId(long Value)
{
    public override string ToString() => $"viewer {Value}";
}
