using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Mixer.Audio.Resampling;

namespace Mixer.Audio.Prompts;

/// <summary>Plays recordings one after the other with a breath between them, as 20 ms of 48 kHz at each reading.</summary>
public sealed class PromptPlayer(ImmutableArray<Recording> recordings) : ISoundSource
{
    private const int Frame = Recording.SampleRate / SoundFrame.PerSecond;

    /// <summary>A quarter of a second between two, and a moment at the end, for what is still in the filter.</summary>
    private const int Gap = Recording.SampleRate / 4;
    private const int Tail = Frame;

    private readonly Upsampler _upsampler = new(Recording.SampleRate);
    private readonly float[] _samples = new float[Frame];
    private int _which;
    private int _at;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(Span<float> frame)
    {
        if (_which >= recordings.Length)
            return false;

        for (var i = 0; i < Frame; i++)
            _samples[i] = Next();

        _upsampler.Process(_samples, frame);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Next()
    {
        if (_which >= recordings.Length)
            return 0;

        var samples = recordings[_which].Samples;
        var sample = _at < samples.Length ? samples[_at] * Samples.Unit : 0;
        if (++_at >= samples.Length + (_which == recordings.Length - 1 ? Tail : Gap))
            (_which, _at) = (_which + 1, 0);

        return sample;
    }
}
