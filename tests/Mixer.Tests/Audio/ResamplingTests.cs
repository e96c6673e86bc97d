using Mixer.Audio;
using Mixer.Audio.Resampling;
using Mixer.Tests.Audio.World;

namespace Mixer.Tests.Audio;

public sealed class ResamplingTests
{
    [TestCase(8_000, 3_400)]
    [TestCase(16_000, 7_000)]
    public void The_pass_band_is_flat_in_both_directions(int rate, int top)
    {
        var (worstUp, worstDown) = (0.0, 0.0);
        for (var frequency = 100; frequency <= top; frequency += 100)
        {
            worstUp = Math.Max(worstUp, Math.Abs(Tone.Level(Up(rate, frequency), SoundFrame.SampleRate, frequency)));
            worstDown = Math.Max(worstDown, Math.Abs(Tone.Level(Down(rate, frequency), rate, frequency)));
        }

        TestContext.Out.WriteLine($"{rate} Hz, up to {top} Hz: ripple up {worstUp:F3} dB, down {worstDown:F3} dB");
        Assert.That(Math.Max(worstUp, worstDown), Is.LessThan(0.1));
    }

    [TestCase(8_000, 4_600)]
    [TestCase(16_000, 9_000)]
    public void What_the_codec_cannot_carry_does_not_come_back_as_another_tone(int rate, int bottom)
    {
        var worst = -200.0;
        for (var frequency = bottom; frequency < SoundFrame.SampleRate / 2; frequency += 130)
            worst = Math.Max(worst, Tone.Energy(Down(rate, frequency)));

        TestContext.Out.WriteLine($"{rate} Hz, from {bottom} Hz: {worst:F1} dB");
        Assert.That(worst, Is.LessThan(-65));
    }

    [TestCase(8_000, 3_400)]
    [TestCase(16_000, 7_000)]
    public void No_images_appear_above_what_the_codec_carried(int rate, int top)
    {
        var worst = -200.0;
        for (var frequency = 200; frequency <= top; frequency += 200)
        {
            var heard = Up(rate, frequency);
            for (var image = rate - frequency; image < SoundFrame.SampleRate / 2; image += rate)
                worst = Math.Max(worst, Tone.Level(heard, SoundFrame.SampleRate, image));
        }

        TestContext.Out.WriteLine($"{rate} Hz: {worst:F1} dB");
        Assert.That(worst, Is.LessThan(-60));
    }

    private static float[] Up(int rate, double frequency)
    {
        var upsampler = new Upsampler(rate);
        var (input, output) = (Tone.Render(Tone.Of(frequency, 0), rate, 0, rate / 2), new float[SoundFrame.SampleRate / 2]);
        for (var frame = 0; frame < 25; frame++)
            upsampler.Process(input.AsSpan(frame * rate / 50, rate / 50), output.AsSpan(frame * SoundFrame.Length, SoundFrame.Length));

        return output[4_800..];
    }

    private static float[] Down(int rate, double frequency)
    {
        var downsampler = new Downsampler(rate);
        var (input, output) = (Tone.Render(Tone.Of(frequency, 0), SoundFrame.SampleRate, 0, SoundFrame.SampleRate / 2), new float[rate / 2]);
        for (var frame = 0; frame < 25; frame++)
            downsampler.Process(input.AsSpan(frame * SoundFrame.Length, SoundFrame.Length), output.AsSpan(frame * rate / 50, rate / 50));

        return output[(rate / 10)..];
    }
}
