namespace Mixer.Audio;

/// <summary>Whoever speaks or listens in a sound mix. One number for both, because nobody is to hear himself.</summary>
public readonly record struct VoiceId(int Value)
{
    public override string ToString() => $"voice {Value}";
}
