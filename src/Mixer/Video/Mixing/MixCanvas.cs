using Mixer.Video.Composing;
using Mixer.Video.Planning;

namespace Mixer.Video.Mixing;

/// <summary>One view composed in one size at one rate, for the classes that differ only in bitrate and profile.</summary>
internal sealed class MixCanvas(CanvasId id, MixClass first, Compositor compositor) : IDisposable
{
    public CanvasId Id => id;

    public ViewId View => first.View;

    public RateStep Step => first.Step;

    public Compositor Compositor => compositor;

    public List<ClassEncoder> Encoders { get; } = [];

    /// <summary>What nobody watches is neither composed nor encoded.</summary>
    public bool IsWatched { get; private set; }

    public bool OwesKeyFrame
    {
        get
        {
            foreach (var encoder in Encoders)
            {
                if (encoder.OwesKeyFrame)
                    return true;
            }

            return false;
        }
    }

    public bool IsFor(MixClass mixed) =>
        mixed.View == first.View && mixed.Step.Size == first.Step.Size && mixed.Step.FramesPerSecond == first.Step.FramesPerSecond;

    public void CountWatching() => IsWatched = Encoders.Exists(encoder => encoder.Watching > 0);

    public void Dispose()
    {
        foreach (var encoder in Encoders)
            encoder.Dispose();

        compositor.Dispose();
    }
}
