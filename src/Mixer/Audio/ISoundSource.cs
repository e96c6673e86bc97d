namespace Mixer.Audio;

/// <summary>Sound that is ready to be played: a prompt, a tone.</summary>
public interface ISoundSource
{
    /// <summary>Fills in the next 20 ms at 48 kHz; false when there is no more.</summary>
    bool TryRead(Span<float> frame);
}
