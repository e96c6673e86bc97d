using System.Security.Cryptography;
using Mixer.Audio.Codecs;
using Mixer.Native;
using Mixer.Tests.Audio.World;

namespace Mixer.Tests.Audio;

public sealed class CodecTests
{
    [Test]
    public void Every_code_of_G711_comes_back_as_itself()
    {
        var codes = Enumerable.Range(0, 256).Select(code => (byte)code).ToArray();

        using (Assert.EnterMultipleScope())
        {
            // Negative zero of the µ-law (0x7F) has a value like zero and comes back as positive zero.
            Assert.That(codes.Where(code => G711.ToMuLaw(G711.FromMuLaw(code)) != code), Is.EqualTo(new byte[] { 0x7F }));
            Assert.That(codes.Where(code => G711.ToALaw(G711.FromALaw(code)) != code), Is.Empty);
        }
    }

    [TestCase(0x00, -32_124, 0x2A, -32_256)]
    [TestCase(0x80, 32_124, 0xAA, 32_256)]
    [TestCase(0xFF, 0, 0xD5, 8)]
    [TestCase(0x7F, 0, 0x55, -8)]
    [TestCase(0xF0, 120, 0xC5, 264)]
    public void The_laws_of_G711_are_those_of_the_tables(int mu, int muValue, int a, int aValue)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(G711.FromMuLaw((byte)mu), Is.EqualTo(muValue));
            Assert.That(G711.FromALaw((byte)a), Is.EqualTo(aValue));
        }
    }

    // The digests are those of the steps of G.711 as its reference software writes them, for every 16-bit sample from -32 768 up.
    [Test]
    public void The_laws_of_G711_agree_with_independent_implementations_for_every_sample()
    {
        var samples = Enumerable.Range(short.MinValue, 65_536).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Digest([.. samples.Select(G711.ToMuLaw)]), Is.EqualTo("90c29de505fb68e766118303bd552a16005dcf810873698bee1d8f3b247ce28c"));
            Assert.That(Digest([.. samples.Select(G711.ToALaw)]), Is.EqualTo("38488f6fd710f4686360edc4d38639f96c491595ef93f8eb8d62d5e07ca6ce7b"));
        }
    }

    // Encoded and decoded by another implementation of the recommendation (FFmpeg 5.1, without trellis search).
    [Test]
    public void G722_agrees_bit_by_bit_with_an_independent_implementation()
    {
        var encoder = new G722Encoder();
        var decoder = new G722Decoder();
        var noise = Noise(16_000);
        var codes = new byte[noise.Length / 2];
        var heard = new short[noise.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = encoder.Encode(noise[2 * i], noise[(2 * i) + 1]);
            var (first, second) = decoder.Decode(codes[i]);
            (heard[2 * i], heard[(2 * i) + 1]) = ((short)first, (short)second);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Convert.ToHexStringLower(codes.AsSpan(0, 16)), Is.EqualTo("2784208420841f853a948a35aca23190"));
            Assert.That(Digest(codes), Is.EqualTo("1b4083cb49b17bf137282738da70c01a31ddb1d865ffe0d50368e07e025edd98"));
            Assert.That(Digest(System.Runtime.InteropServices.MemoryMarshal.AsBytes(heard.AsSpan()).ToArray()), Is.EqualTo("47b37d586d00b7f5ec0d93254676f4c3ec644050c2d5e1d83b0fed3c1e9db2d2"));
        }
    }

    [TestCase(AudioCodec.Pcmu, 300, 36)]
    [TestCase(AudioCodec.Pcmu, 1020, 36)]
    [TestCase(AudioCodec.Pcma, 1020, 36)]
    [TestCase(AudioCodec.Pcma, 3300, 36)]
    [TestCase(AudioCodec.G722, 200, 40)]
    [TestCase(AudioCodec.G722, 1020, 40)]
    [TestCase(AudioCodec.G722, 3000, 33)]
    [TestCase(AudioCodec.G722, 6000, 20)]
    [TestCase(AudioCodec.Opus, 1020, 20)]
    public void A_tone_comes_through_with_little_noise(AudioCodec codec, double frequency, double leastSignalToNoise)
    {
        var rate = codec.SampleRate();
        var original = Tone.Render(Tone.Of(frequency), rate, 0, rate);
        var heard = ThroughCodec(codec, original);

        var ratio = Tone.SignalToNoise(original.AsSpan(rate / 2), heard.AsSpan(rate / 2), rate / 50);

        TestContext.Out.WriteLine($"{codec} {frequency} Hz: {ratio:F1} dB");
        Assert.That(ratio, Is.GreaterThan(leastSignalToNoise));
    }

    [TestCase(AudioCodec.Pcmu, 30)]
    [TestCase(AudioCodec.Pcma, 30)]
    [TestCase(AudioCodec.G722, 25)]
    public void A_voice_comes_through_with_little_noise(AudioCodec codec, double leastSignalToNoise)
    {
        var rate = codec.SampleRate();
        var original = Tone.Render(Tone.Voice(), rate, 0, rate);

        var ratio = Tone.SignalToNoise(original.AsSpan(rate / 4), ThroughCodec(codec, original).AsSpan(rate / 4), rate / 50);

        TestContext.Out.WriteLine($"{codec}: {ratio:F1} dB");
        Assert.That(ratio, Is.GreaterThan(leastSignalToNoise));
    }

    [TestCase(AudioCodec.G722)]
    [TestCase(AudioCodec.Opus)]
    public void An_encoder_that_takes_over_from_another_goes_on_bit_by_bit(AudioCodec codec)
    {
        var rate = codec.SampleRate();
        using var first = codec.NewEncoder(new OpusOptions());
        using var second = codec.NewEncoder(new OpusOptions());
        var (one, other) = (new byte[1500], new byte[1500]);
        for (var frame = 0; frame < 50; frame++)
        {
            var pcm = Tone.Render(Tone.Voice(), rate, frame / 50.0, rate / 50);
            var length = first.Encode(pcm, one);
            if (frame == 20)
                second.TakeStateOf(first);
            if (frame <= 20)
                continue;

            var otherLength = second.Encode(pcm, other);
            Assert.That(other.AsSpan(0, otherLength).SequenceEqual(one.AsSpan(0, length)), $"frame {frame}");
        }
    }

    [Test]
    public void Who_takes_over_from_an_encoder_that_was_spared_is_spared_until_both_are_told_otherwise()
    {
        var codec = AudioCodec.Opus;
        using var first = codec.NewEncoder(new OpusOptions());
        using var second = codec.NewEncoder(new OpusOptions());
        using var unspared = codec.NewEncoder(new OpusOptions());
        var (one, other, best) = (new byte[1500], new byte[1500], new byte[1500]);
        var differing = 0;
        first.Spare(true);
        for (var frame = 0; frame < 100; frame++)
        {
            var pcm = Tone.Render(Tone.Voice(), codec.SampleRate(), frame / 50.0, codec.SampleRate() / 50);
            var length = first.Encode(pcm, one);
            var bestLength = unspared.Encode(pcm, best);
            differing += one.AsSpan(0, length).SequenceEqual(best.AsSpan(0, bestLength)) ? 0 : 1;
            if (frame == 40)
                second.TakeStateOf(first);
            if (frame <= 40)
                continue;

            var otherLength = second.Encode(pcm, other);
            Assert.That(other.AsSpan(0, otherLength).SequenceEqual(one.AsSpan(0, length)), $"frame {frame}");
            if (frame != 70)
                continue;

            first.Spare(false);
            second.Spare(false);
        }

        Assert.That(differing, Is.GreaterThan(50), "sparing spares something");
    }

    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.G722)]
    [TestCase(AudioCodec.Opus)]
    public void Any_bytes_are_decoded_to_something_within_bounds(AudioCodec codec)
    {
        using var decoder = codec.NewDecoder();
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var payload = new byte[random.Next(0, 200)];
            random.NextBytes(payload);
            var pcm = new float[decoder.Duration(payload)];
            if (pcm.Length > 0)
                decoder.Decode(payload, pcm);

            Assert.That(pcm.All(sample => float.IsFinite(sample) && MathF.Abs(sample) <= 2));
        }
    }

    [Test]
    public void The_library_of_Opus_is_here_and_new_enough()
    {
        Assert.That(OpusLibrary.TryCheck(out var problem), problem);
    }

    private static float[] ThroughCodec(AudioCodec codec, float[] original)
    {
        var frame = codec.SampleRate() / 50;
        using var encoder = codec.NewEncoder(new OpusOptions());
        using var decoder = codec.NewDecoder();
        var payload = new byte[1500];
        var heard = new float[original.Length];
        for (var at = 0; at < original.Length; at += frame)
        {
            var length = encoder.Encode(original.AsSpan(at, frame), payload);
            decoder.Decode(payload.AsSpan(0, length), heard.AsSpan(at, frame));
        }

        return heard;
    }

    /// <summary>Noise by a linear congruence, in eight loudnesses, so that every step of the quantizers is used.</summary>
    private static short[] Noise(int count)
    {
        var noise = new short[count];
        var x = 1u;
        for (var i = 0; i < count; i++)
        {
            x = unchecked((x * 1_664_525) + 1_013_904_223);
            noise[i] = (short)((int)((x >> 16) - 32_768) >> (i / 800 % 8));
        }

        return noise;
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
