using Mixer.Native;
using Mixer.Tests.Video.Clips;
using Mixer.Video;
using Mixer.Video.Codecs;
using Protocols.Codecs;

namespace Mixer.Tests.Video.Codecs;

public sealed class VideoDecoderTests
{
    [Test]
    public void The_libraries_are_here_and_their_structures_as_we_know_them()
    {
        Assert.That(AvLibrary.TryCheck(out var problem), problem);
        Assert.That(X264Library.TryCheck(out problem), problem);
        Assert.That(OpenH264Library.TryCheck(out problem), problem);
        Assert.That(VpxLibrary.TryCheck(out problem), problem);
    }

    [TestCase(VideoCodec.H264)]
    [TestCase(VideoCodec.Vp8)]
    [TestCase(VideoCodec.Vp9)]
    [TestCase(VideoCodec.Av1)]
    public void Every_access_unit_is_a_picture_at_once(VideoCodec codec)
    {
        using var decoder = VideoCodecs.OpenDecoder(codec, new());
        foreach (var unit in Clip.Of(codec))
        {
            Assert.That(decoder.Decode(unit), Is.EqualTo(DecodeOutcome.Shown));
            Assert.That((decoder.Picture.Width, decoder.Picture.Height), Is.EqualTo((Clip.Width, Clip.Height)));
        }

        // Whatever the clip, it isn't one colour, and every sample can be read.
        using var pool = new PicturePool(new());
        pool.TryRent(Clip.Width, Clip.Height, out var copy);
        decoder.Picture.CopyTo(copy.View);
        Assert.That(copy.View.Luma.Row(70).ToArray().Distinct().Count(), Is.GreaterThan(10));
        copy.Return();
    }

    [TestCase(VideoCodec.H264)]
    [TestCase(VideoCodec.Vp8)]
    [TestCase(VideoCodec.Vp9)]
    [TestCase(VideoCodec.Av1)]
    public void A_picture_that_is_too_large_is_not_made(VideoCodec codec)
    {
        using var decoder = VideoCodecs.OpenDecoder(codec, new() { MaxPixels = (Clip.Width * Clip.Height) - 1 });
        foreach (var unit in Clip.Of(codec))
            Assert.That(decoder.Decode(unit), Is.AnyOf(DecodeOutcome.Damaged, DecodeOutcome.TooLarge));

        Assert.That(decoder.HasPicture, Is.False);
    }

    [TestCase(VideoCodec.H264)]
    [TestCase(VideoCodec.Vp8)]
    [TestCase(VideoCodec.Vp9)]
    [TestCase(VideoCodec.Av1)]
    public void Decoding_allocates_nothing_on_the_heap(VideoCodec codec)
    {
        var units = Clip.Of(codec);
        using var decoder = VideoCodecs.OpenDecoder(codec, new());
        foreach (var unit in units)
            decoder.Decode(unit);

        Assert.That(Allocations.Least(() =>
        {
            foreach (var unit in units)
                decoder.Decode(unit);
        }), Is.Zero);
    }

    [Test]
    public void A_damaged_unit_leaves_the_last_picture_as_it_was()
    {
        var units = Clip.Of(VideoCodec.H264);
        using var decoder = VideoCodecs.OpenDecoder(VideoCodec.H264, new());
        decoder.Decode(units[0]);
        var before = decoder.Picture.Luma.Row(72).ToArray();

        Assert.That(decoder.Decode([0, 0, 0, 1, 0x65, 0xFF, 0xFF, 0xFF]), Is.Not.EqualTo(DecodeOutcome.Shown));
        Assert.That(decoder.Decode([]), Is.EqualTo(DecodeOutcome.Damaged));
        Assert.That(decoder.Picture.Luma.Row(72).ToArray(), Is.EqualTo(before));
    }

    [TestCase(VideoCodec.H264)]
    [TestCase(VideoCodec.Vp9)]
    public void Decoding_goes_on_when_the_loop_filter_is_switched(VideoCodec codec)
    {
        using var decoder = VideoCodecs.OpenDecoder(codec, new());
        foreach (var unit in Clip.Of(codec))
        {
            decoder.SkipsLoopFilter = !decoder.SkipsLoopFilter;
            Assert.That(decoder.Decode(unit), Is.EqualTo(DecodeOutcome.Shown));
        }
    }

    // Every stream is cut short at many places and has bits turned over and pieces swapped; the process is what must be left.
    [TestCase(VideoCodec.H264)]
    [TestCase(VideoCodec.Vp8)]
    [TestCase(VideoCodec.Vp9)]
    [TestCase(VideoCodec.Av1)]
    public void No_stream_however_mutated_ends_the_process(VideoCodec codec)
    {
        var units = Clip.Of(codec);
        var random = new Random(20_261_122);
        var outcomes = new int[Enum.GetValues<DecodeOutcome>().Length];
        for (var round = 0; round < 25; round++)
        {
            using var decoder = VideoCodecs.OpenDecoder(codec, new());
            foreach (var unit in units)
            {
                // Whatever is shown has all its samples.
                if (Note(decoder.Decode(Mutate(unit, units, random, round))) == DecodeOutcome.Shown)
                    Touch(decoder.Picture);
            }
        }

        TestContext.Out.WriteLine(string.Join(", ", outcomes.Select((count, outcome) => $"{(DecodeOutcome)outcome} {count}")));
        Assert.That(outcomes[(int)DecodeOutcome.Shown], Is.GreaterThan(10));
        Assert.That(outcomes.Skip((int)DecodeOutcome.Nothing).Sum(), Is.GreaterThan(10));

        DecodeOutcome Note(DecodeOutcome outcome)
        {
            outcomes[(int)outcome]++;
            return outcome;
        }
    }

    private static byte[] Mutate(byte[] unit, byte[][] others, Random random, int round)
    {
        // The first units of most rounds stay whole, so that the decoder has something to go on from.
        if (random.Next(8) < 3 + (round % 3))
            return unit;

        var bytes = (byte[])unit.Clone();
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                for (var i = 0; i < 1 + random.Next(20); i++)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                // Headers are at the beginning: what they say of sizes and references is the most dangerous.
                for (var i = 0; i < 1 + random.Next(6); i++)
                    bytes[random.Next(Math.Min(40, bytes.Length))] = (byte)random.Next(256);
                return bytes;
            case 3:
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
                return bytes;
            default:
                var other = others[random.Next(others.Length)];
                return [.. bytes.AsSpan(0, random.Next(bytes.Length)), .. other.AsSpan(random.Next(other.Length))];
        }
    }

    private static void Touch(PictureView picture)
    {
        var sum = 0L;
        foreach (var plane in stackalloc[] { 0, 1, 2 })
        {
            var samples = plane switch { 0 => picture.Luma, 1 => picture.Blue, _ => picture.Red };
            for (var y = 0; y < samples.Height; y++)
                sum += samples.Row(y)[^1] + samples.Row(y)[0];
        }

        Assert.That(sum, Is.Not.Negative);
    }
}
