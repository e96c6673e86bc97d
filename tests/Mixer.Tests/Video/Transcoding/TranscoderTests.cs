using Measuring;
using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Tests.Video.Transcoding;

public sealed class TranscoderTests
{
    private const int Small = 0;
    private const int Whole = 1;
    private const int Both = 3;

    [TestCase(1280, 720)]
    [TestCase(640, 360)]
    [TestCase(352, 288)]
    [TestCase(360, 640)]
    public void The_same_picture_comes_in_VP8_in_its_own_size_and_in_half(int width, int height)
    {
        using var world = new TranscoderWorld(width, height, Both);
        world.RunFor(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(world.SizeOf(Whole), Is.EqualTo((width, height)));
            Assert.That(world.SizeOf(Small), Is.EqualTo((width / 2, height / 2)));
            Assert.That(world.Likeness(Whole), Is.GreaterThan(24));
            Assert.That(world.PicturesOf(Whole), Is.GreaterThan(25));
            Assert.That(world.Requests, Is.EqualTo(1), "one key frame of the camera to begin with");
        }
    }

    [Test]
    public void Only_what_is_watched_is_encoded_and_what_nobody_watches_is_not_even_decoded()
    {
        using var world = new TranscoderWorld(640, 360, 1 << Small);
        world.RunFor(0.5);
        Assert.That((world.Sent[Whole].Count, world.PicturesOf(Small)), Is.EqualTo((0, 15L)));
        world.Transcoder.Watch(0, world.Now);
        var encoded = world.Transcoder.PicturesEncoded;
        world.RunFor(0.5);
        Assert.That(world.Transcoder.PicturesEncoded, Is.EqualTo(encoded));
        Assert.That(world.Transcoder.NextDeadline, Is.EqualTo(Instant.Never));

        world.Transcoder.Watch(1 << Whole, world.Now);
        world.RunFor(0.5);
        Assert.That(world.Requests, Is.EqualTo(2));
        Assert.That(world.PicturesOf(Whole), Is.GreaterThan(10));
    }

    [Test]
    public void Requests_for_key_frames_are_answered_once_a_second_by_the_encoder_alone()
    {
        using var world = new TranscoderWorld(640, 360, Both);
        world.RunFor(1);
        for (var i = 0; i < 90; i++)
        {
            world.Transcoder.RequestKeyFrame(Whole, world.Now);
            world.RunFor(1 / 30.0);
        }

        Assert.That(world.KeyFramesOf(Whole), Is.InRange(3, 5));
        Assert.That(world.KeyFramesOf(Small), Is.EqualTo(1));
        Assert.That(world.Requests, Is.EqualTo(1), "the camera is left in peace");
    }

    [Test]
    public void A_still_picture_is_sent_again_to_who_asks_and_to_who_comes()
    {
        using var world = new TranscoderWorld(640, 360, 1 << Whole);
        world.RunFor(1);
        world.Pass(5);
        Assert.That(world.KeyFramesOf(Whole), Is.EqualTo(1));
        world.Transcoder.RequestKeyFrame(Whole, world.Now);
        world.Transcoder.Watch(Both, world.Now);
        world.Pass(1);
        Assert.That((world.KeyFramesOf(Whole), world.KeyFramesOf(Small)), Is.EqualTo((2, 1)));
        Assert.That(world.Sent[Whole][^1].Timestamp - world.Sent[Whole][0].Timestamp, Is.InRange(6 * 90_000, 7 * 90_000), "the clock goes on");

        world.CameraTime += TimeSpan.FromSeconds(6);
        world.RunFor(0.5);
        Assert.That(world.Sent[Whole].Zip(world.Sent[Whole].Skip(1)).All(pair => pair.Second.Timestamp.IsNewerThan(pair.First.Timestamp)));
    }

    [Test]
    public void Media_time_goes_on_evenly_when_the_sender_begins_another_clock_and_can_be_mapped()
    {
        using var world = new TranscoderWorld(640, 360, 1 << Whole);
        world.RunFor(1);
        world.ClockShift = 3_000_000_000;
        world.RunFor(1);
        var steps = world.Sent[Whole].Zip(world.Sent[Whole].Skip(1)).Select(pair => pair.Second.Timestamp - pair.First.Timestamp).ToList();
        Assert.That(steps, Has.All.InRange(2_900, 3_100));
        Assert.That(world.Transcoder.TryMap(world.CameraClock, out var sent), Is.True);
        Assert.That(sent - world.Sent[Whole][^1].Timestamp, Is.InRange(-9, 9));
    }

    [Test]
    public void Another_size_goes_on_in_the_same_stream()
    {
        using var world = new TranscoderWorld(640, 360, 1 << Whole);
        world.RunFor(1);
        world.Open(320, 240);
        world.RunFor(1);
        Assert.That(world.SizeOf(Whole), Is.EqualTo((320, 240)));
        var numbers = world.Sent[Whole].Select(picture => picture.Number).ToList();
        Assert.That(numbers.Zip(numbers.Skip(1)).All(pair => pair.Second == pair.First + 1), "a decoder that counts sees no loss");
    }

    [Test]
    public void What_comes_late_is_decoded_and_not_encoded_and_limits_hold()
    {
        using var world = new TranscoderWorld(1920, 1080, 1 << Whole);
        world.RunFor(0.2);
        world.Transcoder.SetLimits(MixLimits.None with { Largest = CanvasSize.Hd });
        world.RunFor(0.2);
        Assert.That(world.SizeOf(Whole), Is.EqualTo((1280, 720)));

        world.Open(640, 360);
        world.RunFor(0.2);
        world.Transcoder.SetLimits(MixLimits.None with { SmallFramesPerSecond = 15 });
        var before = world.Transcoder.PicturesEncoded;
        world.RunFor(1);
        Assert.That(world.Transcoder.PicturesEncoded - before, Is.InRange(14, 16));

        before = world.Transcoder.PicturesEncoded;
        world.RunFor(1, late: TimeSpan.FromSeconds(0.5));
        Assert.That((world.Transcoder.PicturesEncoded - before, world.Transcoder.PicturesLeftOut), Is.EqualTo((0L, 30L)));
        world.RunFor(1);
        Assert.That(world.Transcoder.PicturesEncoded, Is.GreaterThan(before));
        Assert.That(world.Requests, Is.LessThan(4), "the decoder missed nothing");
    }

    [Test]
    public void A_picture_takes_nothing_from_the_heap()
    {
        using var world = new TranscoderWorld(640, 360, Both);
        world.RunFor(1);
        world.IsWatching = false;
        Assert.That(Allocations.Least(() => world.AllocatedBytes, () => world.RunFor(0.2)), Is.Zero);
    }
}
