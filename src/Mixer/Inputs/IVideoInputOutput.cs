using Mixer.Video.Codecs;

namespace Mixer.Inputs;

/// <summary>What a participant's pictures make the mixer do.</summary>
public interface IVideoInputOutput
{
    void RequestKeyFrame();

    /// <summary>Nothing of the stream is decoded for a while. The reason is the last of its faults.</summary>
    void Stop(DecodeOutcome reason);
}
