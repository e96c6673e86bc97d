using System.Runtime.CompilerServices;

namespace Mixer.Audio.Resampling;

/// <summary>From 48 kHz to a codec's rate, 20 ms at a time.</summary>
internal sealed class Downsampler
{
    private readonly PolyphaseFilter _filter;
    private readonly int _history;
    private readonly float[] _input;

    public Downsampler(int sampleRate)
    {
        _filter = PolyphaseFilter.For(sampleRate);
        _history = _filter.Taps.Length - _filter.Factor;
        _input = new float[_history + SoundFrame.Length];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Process(ReadOnlySpan<float> input, Span<float> output)
    {
        input.CopyTo(_input.AsSpan(_history));
        var taps = _filter.Taps.AsSpan();
        for (var i = 0; i < input.Length / _filter.Factor; i++)
            output[i] = Samples.Product(taps, _input.AsSpan(i * _filter.Factor, taps.Length));

        _input.AsSpan(input.Length).CopyTo(_input);
    }

    /// <summary>Goes on from where the other one is, which is for the same rate.</summary>
    public void TakeStateOf(Downsampler other) => other._input.CopyTo(_input, 0);
}
