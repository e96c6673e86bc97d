namespace Mixer.Audio.Prompts;

/// <summary>What somebody hears who waits to be let in: two soft notes every four seconds, for as long as it takes.</summary>
public sealed class WaitingTone : ISoundSource
{
    private const int Period = 4 * SoundFrame.SampleRate;
    private const int Note = SoundFrame.SampleRate * 3 / 10;
    private const float Loudness = 0.08f;

    private int _at;

    public bool TryRead(Span<float> frame)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = SampleAt(_at);
            _at = (_at + 1) % Period;
        }

        return true;
    }

    private static float SampleAt(int at)
    {
        var note = at / Note;
        if (note > 1)
            return 0;

        // Each note swells and fades, so that neither end clicks.
        var inNote = at - (note * Note);
        var shape = MathF.Sin(MathF.PI * inNote / Note);
        return Loudness * shape * MathF.Sin(MathF.Tau * (note == 0 ? 440 : 550) * inNote / SoundFrame.SampleRate);
    }
}
