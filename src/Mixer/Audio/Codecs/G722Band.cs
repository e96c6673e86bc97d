using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mixer.Audio.Codecs;

/// <summary>
/// What encoder and decoder both know of one half of the band (G.722 §3.4 to §3.6): the step of the quantizer and a predictor of two
/// poles and six zeros. Both sides feed it the same differences, so both have the same prediction. A value: a copy goes on by itself.
/// </summary>
internal struct G722Band(int step)
{
    // Zeros: lane i is the coefficient, and the difference, of i + 1 samples ago; two lanes are spare and stay 0.
    private static Vector256<int> Older => Vector256.Create(0, 0, 1, 2, 3, 4, 6, 6);
    private static Vector256<int> NewestLane => Vector256.Create(-1, 0, 0, 0, 0, 0, 0, 0);
    private static Vector256<int> SixLanes => Vector256.Create(-1, -1, -1, -1, -1, -1, 0, 0);

    private Vector256<int> _zeros;
    private Vector256<int> _differences;
    private int _pole1;
    private int _pole2;
    private int _sum1;
    private int _sum2;
    private int _signal1;
    private int _signal2;
    private int _zeroPrediction;
    private int _logStep;

    /// <summary>The step of the quantizer.</summary>
    public int Step { get; private set; } = step;

    /// <summary>What the next sample is thought to be.</summary>
    public int Prediction { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AdaptLow(int code6)
    {
        var difference = (Step * G722Tables.Low16[code6 >> 2]) >> 15;
        _logStep = Math.Clamp(((_logStep * 127) >> 7) + G722Tables.LowSteps[code6 >> 2], 0, 18_432);
        Step = StepOf(8);
        Predict(difference);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AdaptHigh(int code2)
    {
        var difference = (Step * G722Tables.High4[code2]) >> 15;
        _logStep = Math.Clamp(((_logStep * 127) >> 7) + G722Tables.HighSteps[code2], 0, 22_528);
        Step = StepOf(10);
        Predict(difference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    private readonly int StepOf(int exponent)
    {
        var shift = exponent - (_logStep >> 11);
        int mantissa = G722Tables.Antilog[(_logStep >> 6) & 31];
        return (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Predict(int difference)
    {
        var signal = Saturate(Prediction + difference);
        var sum = Saturate(_zeroPrediction + difference);
        AdaptPoles(sum);
        AdaptZeros(difference);

        (_sum2, _sum1) = (_sum1, sum);
        (_signal2, _signal1) = (_signal1, signal);
        var poles = Saturate(((_pole1 * Saturate(signal + signal)) >> 15) + ((_pole2 * Saturate(_signal2 + _signal2)) >> 15));
        var products = (_zeros * Clamp(_differences + _differences)) >> 15;
        _zeroPrediction = Saturate(Vector256.Sum(products));
        Prediction = Saturate(poles + _zeroPrediction);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdaptPoles(int sum)
    {
        var likeLast = (sum ^ _sum1) >= 0;
        var likeBefore = (sum ^ _sum2) >= 0;
        var wide = Saturate(_pole1 << 2);
        var turn = likeLast ? Math.Min(-wide, short.MaxValue) : wide;
        _pole2 = Math.Clamp((likeBefore ? 128 : -128) + (turn >> 7) + ((_pole2 * 32_512) >> 15), -12_288, 12_288);

        // Within this bound the filter is stable (§3.6.3).
        var bound = Saturate(15_360 - _pole2);
        _pole1 = Math.Clamp(Saturate((likeLast ? 192 : -192) + ((_pole1 * 32_640) >> 15)), -bound, bound);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdaptZeros(int difference)
    {
        var newest = Vector256.Create(difference);
        var unlike = (_differences ^ newest) >> 31;
        var push = Vector256.Create(difference == 0 ? 0 : 128);
        var decayed = (_zeros * Vector256.Create(32_640)) >> 15;
        _zeros = Clamp(decayed + ((push ^ unlike) - unlike)) & SixLanes;
        _differences = Vector256.ConditionalSelect(NewestLane, newest, Vector256.Shuffle(_differences, Older));
    }

    private static Vector256<int> Clamp(Vector256<int> value) =>
        Vector256.Min(Vector256.Max(value, Vector256.Create((int)short.MinValue)), Vector256.Create((int)short.MaxValue));
}
