using System.Runtime.CompilerServices;

namespace Mixer.Audio.Mixing;

/// <summary>
/// Keeps the sum of many voices below full scale. The gain falls within 2.5 ms and recovers in half a second; what a fall lets through
/// at its beginning is bent, never cut. What is soft enough passes untouched.
/// </summary>
internal struct Limiter()
{
    private const float Ceiling = 0.8f;
    private const float Room = 1 - Ceiling;
    private const int Block = 120;
    private const float Recovery = 1f / 200;

    private float _gain = 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Process(Span<float> frame)
    {
        for (; frame.Length >= Block; frame = frame[Block..])
        {
            var block = frame[..Block];
            var peak = Samples.Peak(block);
            var wanted = peak > Ceiling ? Ceiling / peak : 1;
            var next = MathF.Min(wanted, _gain + Recovery);
            if (next == 1 && _gain == 1)
                continue;

            var step = (next - _gain) / Block;
            for (var i = 0; i < block.Length; i++)
                block[i] = Bend(block[i] * (_gain + (step * (i + 1))));

            _gain = next;
        }
    }

    private static float Bend(float sample)
    {
        var over = MathF.Abs(sample) - Ceiling;
        return over <= 0 ? sample : MathF.CopySign(Ceiling + (Room * over / (over + Room)), sample);
    }
}
