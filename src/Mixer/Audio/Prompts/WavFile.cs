using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Mixer.Audio.Prompts;

/// <summary>Reads a recording from the bytes of a WAV file: PCM of 8 to 32 bits or floats, any usual rate, any number of channels.</summary>
public static class WavFile
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xFFFE;
    private const int MostChannels = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>False with half a sentence that says what is wrong with the file.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out Recording recording, out string problem)
    {
        recording = new Recording([]);
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            return Fail("it is not a WAV file", out problem);
        if (!TryFindChunk(file, "fmt "u8, out var format) || format.Length < 16)
            return Fail("it does not say what format its sound has", out problem);
        if (!TryFindChunk(file, "data"u8, out var data) || data.IsEmpty)
            return Fail("it holds no sound", out problem);

        int kind = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (kind == Extensible && format.Length >= 26)
            kind = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);

        if (!(kind == Pcm && bits is 8 or 16 or 24 or 32) && !(kind == Float && bits == 32))
            return Fail($"its sound is compressed or of {bits} bits: save it as PCM of 16 bits", out problem);
        if (channels is 0 or > MostChannels)
            return Fail($"it has {channels} channels", out problem);
        if (rate is < 4_000 or > 192_000)
            return Fail($"it has {rate} samples a second", out problem);

        var frames = data.Length / (channels * bits / 8);
        if (frames == 0)
            return Fail("it holds no sound", out problem);
        if (frames / (double)rate > Longest.TotalSeconds)
            return Fail($"it is longer than {Longest.TotalMinutes:F0} minutes", out problem);

        var sound = SincResampler.Convert(MixDown(data, frames, channels, bits, kind), (int)rate, Recording.SampleRate);
        recording = new Recording([.. sound.Select(sample => (short)Samples.ToInt16(sample))]);
        problem = "";
        return true;
    }

    private static bool Fail(string what, out string problem)
    {
        problem = what;
        return false;
    }

    /// <summary>A chunk that is cut off ends with the file: recorders that are killed leave such.</summary>
    private static bool TryFindChunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> chunk)
    {
        for (var at = 12; at + 8 <= file.Length;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]), (uint)(file.Length - at - 8));
            chunk = file.Slice(at + 8, length);
            if (file.Slice(at, 4).SequenceEqual(name))
                return true;

            at += 8 + length + (length & 1);
        }

        chunk = default;
        return false;
    }

    private static float[] MixDown(ReadOnlySpan<byte> data, int frames, int channels, int bits, int kind)
    {
        var sound = new float[frames];
        var width = bits / 8;
        for (var frame = 0; frame < frames; frame++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++)
                sum += SampleOf(data.Slice(((frame * channels) + channel) * width, width), kind);

            sound[frame] = sum / channels;
        }

        return sound;
    }

    private static float SampleOf(ReadOnlySpan<byte> bytes, int kind) => (bytes.Length, kind) switch
    {
        (4, Float) => BinaryPrimitives.ReadSingleLittleEndian(bytes) is var sample && float.IsFinite(sample) ? Math.Clamp(sample, -1, 1) : 0,
        (1, _) => (bytes[0] - 128) / 128f,
        (2, _) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32_768f,
        (3, _) => ((bytes[2] << 24) | (bytes[1] << 16) | (bytes[0] << 8)) / 2_147_483_648f,
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2_147_483_648f,
    };
}
