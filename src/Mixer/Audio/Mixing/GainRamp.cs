using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixer.Audio.Mixing;

/// <summary>A gain that goes to where it should be within 10 ms, so that nothing clicks.</summary>
internal struct GainRamp(float gain)
{
    private const float Step = 1f / 480;

    private static readonly Vector<float> Lanes = Vector.CreateSequence(1f, 1f);

    public float Gain { get; private set; } = gain;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(Span<float> frame, float aim)
    {
        if (Gain == aim)
        {
            if (aim != 1)
                Scale(frame, aim);
            return;
        }

        var step = aim > Gain ? Step : -Step;
        var (low, high) = (new Vector<float>(MathF.Min(Gain, aim)), new Vector<float>(MathF.Max(Gain, aim)));
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(frame);
        for (var i = 0; i < lanes.Length; i++)
        {
            var gains = new Vector<float>(Gain + (step * i * Vector<float>.Count)) + (Lanes * step);
            lanes[i] *= Vector.Min(Vector.Max(gains, low), high);
        }

        Gain = aim;
    }

    private static void Scale(Span<float> frame, float gain)
    {
        foreach (ref var lanes in MemoryMarshal.Cast<float, Vector<float>>(frame))
            lanes *= gain;
    }
}
