using Mixer.Tests.Video.Clips;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;

namespace Mixer.Tests.Video.Codecs;

[TestFixture(VideoProfile.H264Baseline, EncoderEffort.X264Superfast)]
[TestFixture(VideoProfile.H264High, EncoderEffort.X264Veryfast)]
[TestFixture(VideoProfile.H264Baseline, EncoderEffort.OpenH264Low)]
[TestFixture(VideoProfile.H264High, EncoderEffort.OpenH264Low)]
[TestFixture(VideoProfile.Vp8, EncoderEffort.X264Superfast)]
public sealed class VideoEncoderTests(VideoProfile profile, EncoderEffort effort)
{
    private const int Width = 640;
    private const int Height = 360;

    private readonly PicturePool _pool = new(new());
    private Picture _picture;
    private IVideoEncoder _encoder = null!;
    private int _number;

    [SetUp]
    public void Open()
    {
        _number = 0;
        _pool.TryRent(Width, Height, out _picture);
        _encoder = VideoCodecs.OpenEncoder(Options);
    }

    [TearDown]
    public void Close()
    {
        _encoder.Dispose();
        _picture.Return();
    }

    private VideoEncoderOptions Options =>
        new() { Width = Width, Height = Height, Bitrate = Bitrate.Kilobits(600), Effort = effort, Profile = profile };

    [Test]
    public void What_is_encoded_is_decoded_at_once_and_looks_like_it()
    {
        using var decoder = VideoCodecs.OpenDecoder(profile == VideoProfile.Vp8 ? VideoCodec.Vp8 : VideoCodec.H264, new());
        var likeness = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var encoded = EncodeNext();
            if (encoded.IsEmpty)
                continue;

            Assert.That(decoder.Decode(Clip.ToAccessUnit(profile, encoded)), Is.EqualTo(DecodeOutcome.Shown), $"picture {i}");
            Assert.That((decoder.Picture.Width, decoder.Picture.Height), Is.EqualTo((Width, Height)));
            likeness.Add(Clip.Likeness(decoder.Picture, _picture.View));
        }

        Assert.That(likeness, Has.Count.GreaterThan(15));
        Assert.That(likeness.Average(), Is.GreaterThan(30));
    }

    [Test]
    public void A_stream_begins_with_a_key_frame_and_has_another_only_when_somebody_asks()
    {
        var keyFrames = new List<int>();
        for (var i = 0; i < 80; i++)
        {
            if (i == 40)
                _encoder.RequestKeyFrame();

            // A cut to another picture is no reason for a key frame either.
            _number += i == 20 ? 60 : 0;
            if (EncodeNext().IsKeyFrame)
                keyFrames.Add(i);
        }

        Assert.That(keyFrames, Has.Count.EqualTo(2));
        Assert.That(keyFrames[0], Is.Zero);
        Assert.That(keyFrames[1], Is.InRange(40, 45));
    }

    [Test]
    public void The_rate_follows_what_it_is_set_to_without_a_key_frame()
    {
        // Noise, so that every rate is used up.
        var random = new Random(1);
        var slow = RateOf(60, random);
        _encoder.SetRate(Bitrate.Kilobits(1_800), 30);
        RateOf(20, random);
        var fast = RateOf(60, random);

        TestContext.Out.WriteLine($"{slow:F0} of 600, {fast:F0} of 1800 kbit/s");
        Assert.That(slow / 600, Is.InRange(0.5, 1.35));
        Assert.That(fast / 1_800, Is.InRange(0.5, 1.35));
    }

    [Test]
    public void Half_the_pictures_may_each_have_twice_the_bits()
    {
        var random = new Random(2);
        RateOf(40, random);
        _encoder.SetRate(Bitrate.Kilobits(600), 15);
        RateOf(20, random, step: 2);

        Assert.That(RateOf(40, random, step: 2) / 600, Is.InRange(0.5, 1.35));
    }

    [Test]
    public void Encoding_allocates_nothing_on_the_heap()
    {
        for (var i = 0; i < 5; i++)
            EncodeNext();

        Assert.That(Allocations.Least(() => EncodeNext(), times: 20), Is.Zero);
    }

    [Test]
    public void A_picture_of_another_size_is_refused() =>
        Assert.That(() => { _encoder.Encode(_picture.View.Part(0, 0, Width - 2, Height), default); }, Throws.ArgumentException);

    [Test]
    public void No_unit_of_H264_is_longer_than_a_packet_and_nothing_is_predicted_backwards()
    {
        if (profile == VideoProfile.Vp8)
            return;

        _encoder.Dispose();
        _encoder = VideoCodecs.OpenEncoder(Options with { Bitrate = Bitrate.Kilobits(8_000) });
        var random = new Random(3);
        var slices = 0;
        for (var i = 0; i < 10; i++)
        {
            Blur(random);
            var encoded = _encoder.Encode(_picture.View, Time(_number++));
            for (var unit = 0; unit < encoded.UnitCount; unit++)
            {
                var bytes = encoded.Unit(unit);
                Assert.That(bytes.Length, Is.LessThanOrEqualTo(1_200));
                if ((bytes[0] & 0x1F) is not (1 or 5))
                    continue;

                slices++;
                Assert.That(SliceType(bytes) % 5, Is.Not.EqualTo(1), "B");
            }
        }

        Assert.That(slices, Is.GreaterThan(100));
    }

    [Test]
    public void Every_key_frame_of_H264_has_its_parameter_sets_in_front_with_the_profile_that_was_asked_for()
    {
        if (profile == VideoProfile.Vp8)
            return;

        for (var i = 0; i < 12; i++)
        {
            if (i == 6)
                _encoder.RequestKeyFrame();

            var encoded = EncodeNext();
            var types = new List<int>();
            for (var unit = 0; unit < encoded.UnitCount; unit++)
                types.Add(encoded.Unit(unit)[0] & 0x1F);

            if (!encoded.IsKeyFrame)
            {
                Assert.That(types, Has.None.EqualTo(7).And.None.EqualTo(5));
                continue;
            }

            Assert.That(types.IndexOf(7), Is.LessThan(types.IndexOf(8)));
            Assert.That(types.IndexOf(8), Is.LessThan(types.IndexOf(5)));
            Assert.That(H264Sps.TryParse(encoded.Unit(types.IndexOf(7)), out var sps));
            Assert.That((sps.Width, sps.Height, sps.Profile), Is.EqualTo((Width, Height, profile == VideoProfile.H264High ? 100 : 66)));

            // constraint_set1_flag makes Baseline the constrained one.
            if (profile == VideoProfile.H264Baseline)
                Assert.That(sps.Constraints & 0x40, Is.Not.Zero);
        }
    }

    private static TimeSpan Time(int number) => number * TimeSpan.FromSeconds(1 / 30.0);

    private EncodedPicture EncodeNext()
    {
        Clip.Paint(_picture.View, _number);
        return _encoder.Encode(_picture.View, Time(_number++));
    }

    /// <summary>In kbit/s.</summary>
    private double RateOf(int pictures, Random random, int step = 1)
    {
        var bytes = 0;
        for (var i = 0; i < pictures; i++)
        {
            Blur(random);
            bytes += _encoder.Encode(_picture.View, Time(_number)).Length;
            _number += step;
        }

        return bytes * 8 / Time(pictures * step).TotalMilliseconds;
    }

    // Coarse noise that moves: hard to predict, and still no unit of one macroblock is longer than a packet.
    private void Blur(Random random)
    {
        Clip.Paint(_picture.View, _number);
        for (var y = 0; y < Height; y += 8)
        {
            for (var x = 0; x < Width; x += 8)
            {
                var value = (byte)random.Next(40, 200);
                for (var line = 0; line < 8; line++)
                    _picture.View.Luma.Row(y + line).Slice(x, 8).Fill(value);
            }
        }
    }

    // slice_type is the second field of a slice header, behind first_mb_in_slice, both ue(v) (H.264 §7.3.3).
    private static int SliceType(ReadOnlySpan<byte> unit)
    {
        var at = 8;
        ReadGolomb(unit, ref at);
        return ReadGolomb(unit, ref at);
    }

    private static int ReadGolomb(ReadOnlySpan<byte> bytes, ref int at)
    {
        var zeros = 0;
        while (Bit(bytes, at++) == 0)
            zeros++;

        var value = 1;
        for (var i = 0; i < zeros; i++)
            value = (value << 1) | Bit(bytes, at++);

        return value - 1;
    }

    private static int Bit(ReadOnlySpan<byte> bytes, int at) => (bytes[at / 8] >> (7 - (at % 8))) & 1;
}
