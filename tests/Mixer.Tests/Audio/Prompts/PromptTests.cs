using System.Buffers.Binary;
using Mixer.Audio;
using Mixer.Audio.Prompts;
using Mixer.Tests.Audio.World;

namespace Mixer.Tests.Audio.Prompts;

public sealed class PromptTests
{
    [TestCase(8_000, 1, 8)]
    [TestCase(8_000, 1, 16)]
    [TestCase(16_000, 2, 16)]
    [TestCase(22_050, 1, 16)]
    [TestCase(44_100, 2, 24)]
    [TestCase(48_000, 6, 32)]
    [TestCase(96_000, 1, 16)]
    public void A_WAV_file_of_any_usual_kind_sounds_as_it_should(int rate, int channels, int bits)
    {
        Assert.That(WavFile.TryRead(Wav(rate, channels, bits, Tone.Of(1_000, -12), seconds: 1), out var recording, out var problem), problem);

        var sound = recording.Samples.Select(sample => sample / 32_768f).ToArray().AsSpan(2_000, 12_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(recording.Length.TotalSeconds, Is.EqualTo(1).Within(0.001));
            Assert.That(Tone.Level(sound, Recording.SampleRate, 1_000), Is.EqualTo(-12).Within(0.2));
            Assert.That(Tone.Energy(sound), Is.EqualTo(-12).Within(0.3));
        }
    }

    [Test]
    public void What_is_above_the_new_rate_does_not_come_back_as_another_tone()
    {
        WavFile.TryRead(Wav(44_100, 1, 16, Tone.Of(12_000, -6), seconds: 1), out var recording, out _);

        Assert.That(Tone.Energy(recording.Samples.Select(sample => sample / 32_768f).ToArray().AsSpan(2_000, 12_000)), Is.LessThan(-55));
    }

    [TestCase("", "it is not a WAV file")]
    [TestCase("ID3 and so on, as music players have it", "it is not a WAV file")]
    public void What_is_no_WAV_file_is_named(string text, string expected)
    {
        Assert.That(WavFile.TryRead(System.Text.Encoding.ASCII.GetBytes(text), out _, out var problem), Is.False);
        Assert.That(problem, Is.EqualTo(expected));
    }

    [Test]
    public void Compressed_sound_is_named()
    {
        var file = Wav(8_000, 1, 16, Tone.Silence, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(20), 0x55);

        Assert.That(WavFile.TryRead(file, out _, out var problem), Is.False);
        Assert.That(problem, Is.EqualTo("its sound is compressed or of 16 bits: save it as PCM of 16 bits"));
    }

    [Test]
    public void No_bytes_make_the_reader_throw()
    {
        var file = Wav(8_000, 1, 16, Tone.Of(500), 0.01);
        for (var length = 0; length < file.Length; length++)
            Assert.That(() => WavFile.TryRead(file.AsSpan(0, length), out _, out _), Throws.Nothing);

        var random = new Random(4);
        for (var i = 0; i < 5_000; i++)
        {
            var mutant = file.ToArray();
            for (var change = 0; change < 4; change++)
                mutant[random.Next(60)] = (byte)random.Next(256);
            Assert.That(() => WavFile.TryRead(mutant, out _, out _), Throws.Nothing);
        }
    }

    [Test]
    public void Recordings_are_played_one_after_the_other_with_a_breath_between_them()
    {
        WavFile.TryRead(Wav(16_000, 1, 16, Tone.Of(500, -12), 1), out var first, out _);
        WavFile.TryRead(Wav(16_000, 1, 16, Tone.Of(900, -12), 1), out var second, out _);
        var heard = Played(new PromptPlayer([first, second]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(heard.Length / (double)SoundFrame.SampleRate, Is.EqualTo(2.27).Within(0.03));
            Assert.That(Tone.Level(heard.AsSpan(10_000, 30_000), SoundFrame.SampleRate, 500), Is.EqualTo(-12).Within(0.2));
            Assert.That(Tone.Energy(heard.AsSpan(50_000, 8_000)), Is.LessThan(-60));
            Assert.That(Tone.Level(heard.AsSpan(65_000, 30_000), SoundFrame.SampleRate, 900), Is.EqualTo(-12).Within(0.2));
        }
    }

    [Test]
    public void The_waiting_tone_goes_on_and_never_clicks()
    {
        var tone = new WaitingTone();
        var heard = new float[SoundFrame.SampleRate * 12];
        for (var at = 0; at < heard.Length; at += SoundFrame.Length)
            Assert.That(tone.TryRead(heard.AsSpan(at, SoundFrame.Length)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Tone.LargestStep(heard), Is.LessThan(0.01));
            for (var period = 0; period < 3; period++)
                Assert.That(Tone.Energy(heard.AsSpan((period * 4 * SoundFrame.SampleRate) + 2_000, 10_000)), Is.GreaterThan(-30));
        }
    }

    internal static byte[] Wav(int rate, int channels, int bits, Func<double, double> sound, double seconds)
    {
        var (frames, width) = ((int)(rate * seconds), bits / 8);
        var file = new byte[44 + (frames * channels * width)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), rate * channels * width);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), (short)(channels * width));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), (short)bits);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), file.Length - 44);
        for (var i = 0; i < frames * channels; i++)
        {
            var sample = (long)(sound(i / channels / (double)rate) * int.MaxValue) >> (32 - bits);
            if (width == 1)
                sample += 128;
            for (var part = 0; part < width; part++)
                file[44 + (i * width) + part] = (byte)(sample >> (8 * part));
        }

        return file;
    }

    private static float[] Played(PromptPlayer player)
    {
        var heard = new List<float>();
        var frame = new float[SoundFrame.Length];
        while (player.TryRead(frame))
            heard.AddRange(frame);

        return [.. heard];
    }
}
