using Mixer.Inputs;
using Mixer.Outputs;
using Mixer.Tests.Video.Clips;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Mixer.Tests.Inputs;

public sealed class VideoInputTests : IVideoInputOutput, IVideoPayloads
{
    private readonly List<(uint Timestamp, bool Marker, byte[] Payload)> _sent = [];
    private readonly PicturePool _pool = new(new());
    private readonly List<DecodeOutcome> _stops = [];
    private Instant _now;
    private ushort _sequence;
    private int _requests;

    [SetUp]
    public void Begin()
    {
        _sent.Clear();
        _stops.Clear();
        (_now, _sequence, _requests) = (Instant.Zero, 0, 0);
    }

    [TestCase(VideoProfile.H264Baseline, EncoderEffort.X264Superfast)]
    [TestCase(VideoProfile.H264High, EncoderEffort.OpenH264Low)]
    [TestCase(VideoProfile.Vp8, EncoderEffort.X264Superfast)]
    public void What_goes_out_in_packets_comes_in_as_the_same_picture(VideoProfile profile, EncoderEffort effort)
    {
        var start = new RtpTimestamp(uint.MaxValue - 5_000);
        using var output = new VideoOutput(Options(profile, effort), start);
        using var input = Open(CodecOf(profile));
        _pool.TryRent(640, 360, out var picture);
        for (var i = 0; i < 12; i++)
        {
            Clip.Paint(picture.View, i);
            output.Encode(picture.View, i * TimeSpan.FromSeconds(1 / 30.0), this);
            Deliver(input);

            Assert.That(input.Number, Is.EqualTo(i + 1));
            Assert.That(input.Timestamp - start - (i * 3_000), Is.InRange(-9, 0));
            Assert.That(Clip.Likeness(input.Picture, picture.View), Is.GreaterThan(25));
        }

        picture.Return();
    }

    [Test]
    public void After_a_loss_a_key_frame_is_asked_for_and_the_last_picture_stays_until_then()
    {
        using var output = new VideoOutput(Options(VideoProfile.H264Baseline, EncoderEffort.X264Superfast), default);
        using var input = Open(VideoCodec.H264);
        _pool.TryRent(640, 360, out var picture);
        for (var i = 0; i < 60; i++)
        {
            if (_requests > 1)
            {
                output.RequestKeyFrame();
                _requests = 1;
            }

            Clip.Paint(picture.View, i);
            output.Encode(picture.View, i * TimeSpan.FromSeconds(1 / 30.0), this);
            if (i == 20)
                _sequence++;

            Deliver(input);
            Pass(input, 33);
            Assert.That(input.HasPicture);
        }

        // Five pictures of patience and the one of the key frame itself are not shown.
        Assert.That(input.Number, Is.InRange(52, 56));
        Assert.That(input.Faults, Is.Zero);
        picture.Return();
    }

    [Test]
    public void Real_streams_of_every_codec_pass_through_packets([Values] VideoCodec codec)
    {
        using var input = Open(codec);
        Play(codec, Clip.Of(codec), input);

        Assert.That(input.Number, Is.EqualTo(Clip.Pictures));
        Assert.That((input.Picture.Width, input.Picture.Height), Is.EqualTo((Clip.Width, Clip.Height)));
    }

    [Test]
    public void A_stream_that_is_not_shown_is_not_decoded_and_begins_with_a_key_frame_when_it_is()
    {
        using var input = Open(VideoCodec.Vp8);
        input.Hide();
        var units = Clip.Of(VideoCodec.Vp8);
        Play(VideoCodec.Vp8, units[..4], input);
        Assert.That((input.Number, input.NextDeadline), Is.EqualTo((0L, Instant.Never)));

        input.Show(_now);
        Assert.That(_requests, Is.EqualTo(2));
        Play(VideoCodec.Vp8, units[4..], input);
        Assert.That(input.Number, Is.EqualTo(Clip.Pictures / 2));
    }

    // H.264 is left out: FFmpeg makes up what is damaged within its pictures.
    [Test]
    public void A_stream_of_nonsense_is_stopped_by_name_while_another_goes_on([Values(VideoCodec.Vp8, VideoCodec.Vp9, VideoCodec.Av1)] VideoCodec codec)
    {
        using var nonsense = Open(codec);
        using var other = Open(codec);
        var units = Clip.Of(codec);
        var random = new Random(5);

        // Thirty key frames in a second whose headers are whole, so that they reach the decoder, and nothing else is.
        for (var i = 0; i < 30; i++)
        {
            var unit = (byte[])units[0].Clone();
            random.NextBytes(unit.AsSpan(20));
            if (codec == VideoCodec.Vp8)
                (unit[6], unit[7], unit[8], unit[9]) = (0xFF, 0x3F, 0xFF, 0x3F);
            if (codec == VideoCodec.Av1)
                unit = Av1Nonsense(unit, random);

            // VP9 takes any bits behind its headers for a picture, so the headers are cut.
            if (codec == VideoCodec.Vp9)
                unit = unit[..18];

            Play(codec, [unit], nonsense);
        }

        Assert.That(_stops, Is.Not.Empty);
        Assert.That(nonsense.StopReason, Is.GreaterThanOrEqualTo(DecodeOutcome.Damaged));
        Assert.That(nonsense.Faults, Is.LessThan(20));

        _sequence = 0;
        Play(codec, units, other);
        Assert.That((other.Number, other.Faults), Is.EqualTo(((long)Clip.Pictures, 0L)));

        // Ten seconds later it may try again.
        Pass(nonsense, 10_000);
        Play(codec, units, nonsense);
        Assert.That(nonsense.Number, Is.GreaterThanOrEqualTo(Clip.Pictures));
    }

    void IVideoInputOutput.RequestKeyFrame() => _requests++;

    void IVideoInputOutput.Stop(DecodeOutcome reason) => _stops.Add(reason);

    void IVideoPayloads.Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        Assert.That(payload.Length, Is.LessThanOrEqualTo(1_200));
        _sent.Add((timestamp.Value, marker, payload.ToArray()));
    }

    private static VideoCodec CodecOf(VideoProfile profile) => profile == VideoProfile.Vp8 ? VideoCodec.Vp8 : VideoCodec.H264;

    private static VideoEncoderOptions Options(VideoProfile profile, EncoderEffort effort) =>
        new() { Width = 640, Height = 360, Bitrate = Bitrate.Kilobits(800), Profile = profile, Effort = effort };

    // The sequence header stays as it is, what follows is nothing.
    private static byte[] Av1Nonsense(byte[] unit, Random random)
    {
        var bytes = (byte[])unit.Clone();
        var sequenceHeader = bytes[3];
        random.NextBytes(bytes.AsSpan(4 + sequenceHeader + 4));
        return bytes;
    }

    private VideoInput Open(VideoCodec codec)
    {
        var input = new VideoInput(codec, new VideoInputOptions(), this);
        input.Show(_now);
        return input;
    }

    private void Play(VideoCodec codec, byte[][] units, VideoInput input)
    {
        for (var i = 0; i < units.Length; i++)
        {
            var payloads = ClipPackets.Packetize(codec, units[i]);
            for (var packet = 0; packet < payloads.Count; packet++)
                _sent.Add(((uint)(_now.Ticks / 111), packet == payloads.Count - 1, payloads[packet]));

            Deliver(input);
            Pass(input, 33);
        }
    }

    private void Deliver(VideoInput input)
    {
        foreach (var (timestamp, marker, payload) in _sent)
            input.Receive(new SequenceNumber(_sequence++), new RtpTimestamp(timestamp), marker, payload, _now);

        _sent.Clear();
    }

    private void Pass(VideoInput input, int milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        if (input.NextDeadline <= _now)
            input.Advance(_now);
    }
}
