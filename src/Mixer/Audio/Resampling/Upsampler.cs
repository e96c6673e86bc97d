using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixer.Audio.Resampling;

/// <summary>From a codec's rate to 48 kHz, 20 ms at a time. Eight input samples go side by side through each phase of the filter.</summary>
internal sealed class Upsampler
{
    private readonly PolyphaseFilter _filter;
    private readonly int _history;
    private readonly int _frame;
    private readonly float[] _input;
    private readonly float[] _phase;

    public Upsampler(int sampleRate)
    {
        _filter = PolyphaseFilter.For(sampleRate);
        _history = _filter.TapsPerPhase - 1;
        _frame = sampleRate / SoundFrame.PerSecond;
        _input = new float[_history + _frame + Vector<float>.Count];
        _phase = new float[_frame + Vector<float>.Count];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Process(ReadOnlySpan<float> input, Span<float> output)
    {
        input.CopyTo(_input.AsSpan(_history));
        for (var phase = 0; phase < _filter.Factor; phase++)
        {
            Filter(_filter.Phases[phase].AsSpan());
            var at = phase;
            foreach (var sample in _phase.AsSpan(0, _frame))
            {
                output[at] = sample;
                at += _filter.Factor;
            }
        }

        Keep(input);
    }

    /// <summary>Nobody hears this frame, but the next one begins where it ends.</summary>
    public void Skip(ReadOnlySpan<float> input)
    {
        input.CopyTo(_input.AsSpan(_history));
        Keep(input);
    }

    private void Keep(ReadOnlySpan<float> input) => _input.AsSpan(input.Length, _history).CopyTo(_input);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Filter(ReadOnlySpan<float> taps)
    {
        ref var input = ref MemoryMarshal.GetArrayDataReference(_input);
        ref var output = ref MemoryMarshal.GetArrayDataReference(_phase);
        for (var at = 0; at < _frame; at += Vector<float>.Count)
        {
            var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var tap = 0; tap < taps.Length; tap += 2)
            {
                even += Vector.LoadUnsafe(ref input, (nuint)(at + tap)) * taps[tap];
                odd += Vector.LoadUnsafe(ref input, (nuint)(at + tap + 1)) * taps[tap + 1];
            }

            (even + odd).StoreUnsafe(ref output, (nuint)at);
        }
    }
}
